import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { remembered } from '../browser/remembered.ts'
import { isOfStaff, placeOf, placesFor, placesNamed } from '../places.ts'
import { usePath } from '../route.ts'
import { Link } from './link.tsx'

/** The names of the places that the navigation had when the page was here last; `off`: there was none. */
const rememberedPlaces = remembered('press-gallery.places')

/**
 * The places that the person has, where there is more than one. While it is not known who the person is (null), the room of those of
 * last time is kept, so that nothing moves when they come; on the first visit, of a line, where only staff go.
 */
export function Navigation({ person }: { person: SessionAnswer | null }) {
  const { t } = useTranslation()
  const path = usePath()
  const own = person === null ? null : placesFor(person)
  const names = own === null ? null : own.length > 1 ? own.map(({ name }) => name).join(' ') : 'off'
  useEffect(() => {
    if (names !== null) rememberedPlaces.write(names)
  }, [names])
  const shown = names ?? rememberedPlaces.read() ?? (isOfStaff(path) ? '' : 'off')
  if (shown === 'off') return null
  const here = placeOf(path)
  return (
    <nav
      className={own === null ? 'navigation navigation--coming' : 'navigation'}
      aria-label={t('app.places')}
    >
      <ul className="navigation__list">
        {(own ?? placesNamed(shown.split(' '))).map(({ name, href }) => (
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
