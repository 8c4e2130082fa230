import type { RoleGrant } from '../protocol/identifiers.ts'
import { DomainError } from '../protocol/errors.ts'
import { deviceKind } from '../protocol/screens.ts'
import type { Person } from './person-records.ts'
import type { CourtScope } from './rights.ts'
import { reaches } from './scope.ts'

/** Who manages people, and in which courts. */
export interface Officer {
  readonly personId: string
  /** Where the permission is held. */
  readonly scope: CourtScope
}

const isWithin =
  (scope: CourtScope) =>
  ({ courtId }: RoleGrant): boolean =>
    courtId === null ? scope === 'all' : reaches(scope, courtId)

/** A role in a court is given and taken only by who manages people there; one in all courts, only by who does so in all. */
export function checkGrants({ scope }: Officer, grants: readonly RoleGrant[]): void {
  if (!grants.every(isWithin(scope))) throw new DomainError('refused', 'a role out of the officer’s courts')
}

/** What a display or a bench is, it becomes by its pairing, and nobody else does. */
export function checkNoDevices(given: readonly RoleGrant[]): void {
  if (given.some(({ role }) => deviceKind.safeParse(role).success))
    throw new DomainError('bad_request', 'a role that only devices have')
}

/** Whether the person is of no court but the officer's. Only then may the officer touch what makes somebody this person. */
export const isOnlyOf = ({ scope }: Officer, { grants }: Pick<Person, 'grants'>): boolean =>
  scope === 'all' || (grants.length > 0 && grants.every(isWithin(scope)))

/** Of somebody's roles, those that the officer may know of. */
export const grantsSeenBy = ({ scope }: Officer, grants: readonly RoleGrant[]): RoleGrant[] =>
  grants.filter((grant) => grant.courtId === null || isWithin(scope)(grant))
