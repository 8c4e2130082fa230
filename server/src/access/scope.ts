import type { RoleGrant } from '../protocol/identifiers.ts'
import { mayDo, type Permission } from './permissions.ts'
import type { CourtScope } from './rights.ts'

/** In which courts these grants hold a permission. */
export function scopeOf(grants: readonly RoleGrant[], permission: Permission): CourtScope {
  const holding = grants.filter(({ role }) => mayDo(role, permission))
  if (holding.some(({ courtId }) => courtId === null)) return 'all'
  return [...new Set(holding.flatMap(({ courtId }) => (courtId === null ? [] : [courtId])))]
}

export const reaches = (scope: CourtScope, courtId: string): boolean =>
  scope === 'all' || scope.includes(courtId)
