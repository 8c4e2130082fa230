import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { placeOf, placesFor } from '../places.ts'
import { usePath } from '../route.ts'
import { Link } from './link.tsx'

/** The places that the person has, where there is more than one. */
export function Navigation({ person }: { person: SessionAnswer }) {
  const { t } = useTranslation()
  const here = placeOf(usePath())
  const places = placesFor(person.may)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (here === null) return
    // On a narrow screen the list scrolls; where one is should be in sight.
    const link = list.current?.querySelector('[aria-current="page"]')
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [here])
  if (places.length < 2) return null
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
