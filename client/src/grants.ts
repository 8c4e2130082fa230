import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import type { Role } from '@press-gallery/server/protocol/identifiers'

type Granted = Pick<SessionAnswer, 'grants'>

/** Whether the person holds one of these roles, in some court at least. What may be done, the server decides each time. */
export const holds = ({ grants }: Granted, ...roles: readonly Role[]): boolean =>
  grants.some(({ role }) => roles.includes(role))

/** Each role of the person's once, in the order of the grants. */
export const rolesOf = ({ grants }: Granted): Role[] => [...new Set(grants.map(({ role }) => role))]

/** Whether the person holds one of these roles for this court. */
export const holdsIn = ({ grants }: Granted, courtId: string, ...roles: readonly Role[]): boolean =>
  grants.some((grant) => roles.includes(grant.role) && (grant.courtId === null || grant.courtId === courtId))
