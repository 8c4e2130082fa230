import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { remembered } from '../browser/remembered.ts'
import { isOfStaff, placeOf, placesFor, type Place } from '../places.ts'
import { usePath } from '../route.ts'
import { Link } from './link.tsx'

/** Whether there was a navigation when the page was here last. */
const rememberedPlaces = remembered('press-gallery.places')

/**
 * The places that the person has, where there is more than one. While it is not known who the person is (null), its room is
 * kept for those who had it last time, so that nothing moves when it comes; on the first visit, where only staff go.
 */
export function Navigation({ person }: { person: SessionAnswer | null }) {
  const places = person === null ? null : placesFor(person)
  const path = usePath()
  const has = places === null ? null : places.length > 1
  useEffect(() => {
    if (has !== null) rememberedPlaces.write(has ? 'on' : 'off')
  }, [has])
  if (places === null) {
    const had = rememberedPlaces.read()
    const comes = had === null ? isOfStaff(path) : had === 'on'
    return comes ? <div className="navigation navigation--coming" /> : null
  }
  return has === true ? <PlaceLinks places={places} /> : null
}

function PlaceLinks({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation()
  const here = placeOf(usePath())
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (here === null) return
    // On a narrow screen the list scrolls; where one is should be in sight.
    const show = (): void => {
      const link = list.current?.querySelector('[aria-current="page"]')
      link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    show()
    // In the face that comes, the words are wider than in the one that stood in for it.
    void document.fonts.ready.then(show)
  }, [here])
  return (
    <nav className="navigation" aria-label={t('app.places')}>
      <ul className="navigation__list" ref={list}>
        {places.map(({ name, href }) => (
          <li key={name}>
            <Link className="navigation__link" href={href} aria-current={name === here ? 'page' : undefined}>
              {t(`app.place.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
