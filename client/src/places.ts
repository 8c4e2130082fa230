import type { SessionAnswer } from '@press-gallery/server/protocol/api'

/** The pages that the navigation leads to. */
export type PlaceName =
  | 'hearings'
  | 'console'
  | 'desk'
  | 'region'
  | 'accreditation'
  | 'screens'
  | 'people'
  | 'courts'
  | 'audit'
  | 'server'

export interface Place {
  readonly name: PlaceName
  readonly href: string
  /** The permissions of staff (`access/permissions.ts`) of which one is needed; none: everybody. */
  readonly needs: readonly string[]
  /** Only for those who serve more than one court: for one it tells nothing new. */
  readonly ofSeveralCourts?: true
  /** Only for those whose right is to all courts. */
  readonly ofAllCourts?: true
}

const places: readonly Place[] = [
  { name: 'hearings', href: '/hearings', needs: [] },
  { name: 'console', href: '/console', needs: ['sources.manage'] },
  { name: 'desk', href: '/desk', needs: ['court.see'] },
  { name: 'region', href: '/region', needs: ['court.see'], ofSeveralCourts: true },
  { name: 'accreditation', href: '/desk/accreditation', needs: ['accreditations.decide'] },
  { name: 'screens', href: '/screens', needs: ['screens.manage'] },
  { name: 'people', href: '/people', needs: ['people.manage', 'journalists.manage'] },
  { name: 'courts', href: '/courts', needs: ['court.manage'] },
  { name: 'audit', href: '/desk/audit', needs: ['audit.read'] },
  { name: 'server', href: '/server', needs: ['server.manage'], ofAllCourts: true },
]

/** What to lead somebody to. The server decides anew at each request. */
export const placesFor = ({ may, grants }: Pick<SessionAnswer, 'may' | 'grants'>): readonly Place[] =>
  places.filter(
    ({ needs, ofSeveralCourts = false, ofAllCourts = false }) =>
      (needs.length === 0 || needs.some((permission) => may.includes(permission))) &&
      (!ofSeveralCourts || servesSeveralCourts(grants)) &&
      (!ofAllCourts || administersAllCourts(grants)),
  )

function servesSeveralCourts(grants: SessionAnswer['grants']): boolean {
  const courts = new Set(grants.filter(({ role }) => role !== 'journalist').map(({ courtId }) => courtId))
  return courts.has(null) || courts.size > 1
}

const administersAllCourts = (grants: SessionAnswer['grants']): boolean =>
  grants.some(({ role, courtId }) => role === 'administrator' && courtId === null)

/** Those of these names that there are. */
export const placesNamed = (names: readonly string[]): readonly Place[] =>
  places.filter(({ name }) => names.includes(name))

/** Where somebody is led who has not said where to: technicians have their work in front of them. */
export const homeOf = ({ grants }: Pick<SessionAnswer, 'grants'>): string =>
  grants.some(({ role }) => role === 'technician') ? '/console' : '/hearings'

/** Whether a path leads where only staff go. */
export function isOfStaff(path: string): boolean {
  const place = placeOf(path)
  return place !== null && place !== 'hearings'
}

/** The place that a path belongs to: the one with the longest address that the path begins with. */
export function placeOf(path: string): PlaceName | null {
  const within = places.filter(({ href }) => path === href || path.startsWith(`${href}/`))
  return within.toSorted((a, b) => b.href.length - a.href.length)[0]?.name ?? null
}
