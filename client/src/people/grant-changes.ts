import type { Role, RoleGrant } from '@press-gallery/server/protocol/identifiers'

/** The roles that a person may be given. Screens and benches are paired instead. */
export const givenRoles = [
  'administrator',
  'press_officer',
  'judge_coordinator',
  'technician',
  'clerk',
  'auditor',
  'journalist',
] as const satisfies readonly Role[]

export const isSameGrant = (one: RoleGrant, other: RoleGrant): boolean =>
  one.role === other.role && one.courtId === other.courtId

/** The grants with this one put in, or left out where it was in. */
export const toggled = (grants: readonly RoleGrant[], grant: RoleGrant): RoleGrant[] =>
  grants.some((one) => isSameGrant(one, grant))
    ? grants.filter((one) => !isSameGrant(one, grant))
    : [...grants, grant]

/** What is to be given and taken for the one list to become the other. */
export function grantChanges(
  before: readonly RoleGrant[],
  after: readonly RoleGrant[],
): { give: RoleGrant[]; take: RoleGrant[] } {
  return {
    give: after.filter((grant) => !before.some((one) => isSameGrant(one, grant))),
    take: before.filter((grant) => !after.some((one) => isSameGrant(one, grant))),
  }
}
