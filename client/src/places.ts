/** The pages that the navigation leads to. */
export type PlaceName = 'hearings' | 'console' | 'desk' | 'accreditation' | 'people' | 'courts' | 'audit'

export interface Place {
  readonly name: PlaceName
  readonly href: string
  /** The permissions of staff (`access/permissions.ts`) of which one is needed; none: everybody. */
  readonly needs: readonly string[]
}

const places: readonly Place[] = [
  { name: 'hearings', href: '/hearings', needs: [] },
  { name: 'console', href: '/console', needs: ['sources.manage'] },
  { name: 'desk', href: '/desk', needs: ['court.see'] },
  { name: 'accreditation', href: '/desk/accreditation', needs: ['accreditations.decide'] },
  { name: 'people', href: '/people', needs: ['people.manage', 'journalists.manage'] },
  { name: 'courts', href: '/courts', needs: ['court.manage'] },
  { name: 'audit', href: '/desk/audit', needs: ['audit.read'] },
]

/** What to lead somebody to who may do `may` in some court. The server decides anew at each request. */
export const placesFor = (may: readonly string[]): readonly Place[] =>
  places.filter(({ needs }) => needs.length === 0 || needs.some((permission) => may.includes(permission)))

/** The place that a path belongs to: the one with the longest address that the path begins with. */
export function placeOf(path: string): PlaceName | null {
  const within = places.filter(({ href }) => path === href || path.startsWith(`${href}/`))
  return within.toSorted((a, b) => b.href.length - a.href.length)[0]?.name ?? null
}
