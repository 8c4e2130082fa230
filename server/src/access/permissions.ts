import type { Role } from '../protocol/identifiers.ts'

/**
 * What staff may do, and who. One table: routes name a permission, never a role. Orders to a hearing (start, recess, close …)
 * have their own table beside the state machine, `hearings/state-machine.ts`.
 */
const holders = {
  /** People of the court, their roles, invitations and resets. */
  'people.manage': ['administrator'],
  /** Journalists of the court: invite, and see who they are. */
  'journalists.manage': ['administrator', 'press_officer'],
  /** The court itself: its courtrooms and sources, grounds, undertaking, seal key. */
  'court.manage': ['administrator'],
  'court.see': ['administrator', 'press_officer', 'judge_coordinator', 'technician', 'clerk', 'auditor'],
  'hearings.schedule': ['press_officer', 'clerk', 'administrator'],
  /** Give orders; which ones, the state machine's table says. */
  'hearings.order': ['technician', 'clerk', 'bench', 'press_officer', 'administrator'],
  /** Who watches, who can hear, who went dark. */
  'hearings.attendance': ['technician', 'clerk', 'press_officer'],
  /** Put somebody out of a hearing. */
  'hearings.eject': ['press_officer', 'clerk'],
  /** Watch any hearing of the court that is on the air. */
  'hearings.watch': ['technician', 'clerk', 'press_officer', 'judge_coordinator', 'screen'],
  'accreditations.decide': ['press_officer'],
  'audit.read': ['auditor', 'administrator'],
  /** Pair displays and benches, tell them what to show, take them away. */
  'screens.manage': ['technician', 'administrator'],
  /** Try a camera, and give a courtroom another one. */
  'sources.manage': ['technician', 'administrator'],
  'explanations.write': ['judge_coordinator'],
  /** The server itself: how its parts are, and its keys. Means something in all courts only. */
  'server.manage': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof holders

export const permissions: readonly Permission[] = [
  'people.manage',
  'journalists.manage',
  'court.manage',
  'court.see',
  'hearings.schedule',
  'hearings.order',
  'hearings.attendance',
  'hearings.eject',
  'hearings.watch',
  'accreditations.decide',
  'audit.read',
  'screens.manage',
  'sources.manage',
  'explanations.write',
  'server.manage',
]

export const mayDo = (role: Role, permission: Permission): boolean => {
  const roles: readonly Role[] = holders[permission]
  return roles.includes(role)
}
