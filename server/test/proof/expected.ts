import type { Permission } from '../../src/access/permissions.ts'
import type { Rule } from '../../src/http/routes.ts'
import type { HearingState } from '../../src/protocol/hearing-state.ts'
import type { Role } from '../../src/protocol/identifiers.ts'
import { hearingIn, type Asker } from './two-courts.ts'

/**
 * Who may what, written down a second time and by hand: a change of `access/permissions.ts` is one that somebody has to want
 * here as well.
 */
const holders: Record<Permission, readonly Role[]> = {
  'people.manage': ['administrator'],
  'journalists.manage': ['administrator', 'press_officer'],
  'court.manage': ['administrator'],
  'court.see': ['administrator', 'press_officer', 'judge_coordinator', 'technician', 'clerk', 'auditor'],
  'hearings.schedule': ['press_officer', 'clerk', 'administrator'],
  'hearings.order': ['technician', 'clerk', 'bench', 'press_officer', 'administrator'],
  'hearings.attendance': ['technician', 'clerk', 'press_officer'],
  'hearings.eject': ['press_officer', 'clerk'],
  'hearings.watch': ['technician', 'clerk', 'press_officer', 'judge_coordinator', 'screen'],
  'accreditations.decide': ['press_officer'],
  'audit.read': ['auditor', 'administrator'],
  'explanations.write': ['judge_coordinator'],
  'sources.manage': ['technician', 'administrator'],
  'screens.manage': ['technician', 'administrator'],
  'server.manage': ['administrator'],
}

export type Verdict = 'allowed' | 'refused' | 'not_signed_in' | 'not_on_air'

const reachesCourtA = ({ court }: Asker): boolean => court === 'a' || court === 'all'

export const holds = (asker: Asker, permission: Permission): boolean =>
  asker.role !== null && holders[permission].includes(asker.role)

/** Staff of court a, and who is accredited to its hearings; whatever the state. */
export const mayWatch = (asker: Asker): boolean =>
  asker.accredited || (holds(asker, 'hearings.watch') && reachesCourtA(asker))

/** Routes of whoever is signed in that ask for more: the right to the hearing. */
const needsRight = /^\/api\/hearings\/:hearingId\/(token|standing|undertaking)$/
/** What a journalist's list shows may be asked for: the hearings of their courts. */
const mayAsk = '/api/hearings/:hearingId/accreditation-requests'

/** Of a bench: only of what is heard in front of it. */
const ordersPath = '/api/hearings/:hearingId/orders'

/** `hearingId`: what the path names, where it names one. */
export function expectedOf(path: string, rule: Rule, asker: Asker, hearingId: string): Verdict {
  if (rule === 'public' || rule === 'operator') return 'allowed'
  if (asker.role === null) return 'not_signed_in'
  if (typeof rule === 'object') {
    if (!holds(asker, rule.permission)) return 'refused'
    // A court is made and removed, and the server looked after, by who manages all of them.
    const ofAll = rule.permission === 'court.manage' && (rule.of === 'any' || rule.of === 'all')
    if (ofAll || path.startsWith('/api/server/')) return asker.court === 'all' ? 'allowed' : 'refused'
    if (path === ordersPath && asker.role === 'bench')
      return asker.device && asker.court === 'a' && hearingId === hearingIn('live') ? 'allowed' : 'refused'
    return rule.of === 'any' || reachesCourtA(asker) ? 'allowed' : 'refused'
  }
  if (rule === 'session' && asker.device) return 'refused'
  if (needsRight.test(path)) return mayWatch(asker) ? 'allowed' : 'refused'
  if (path === mayAsk) return 'allowed'
  return 'allowed'
}

/** What is withheld of a courtroom's camera, by the state of its hearing; null: nothing. Or the status of a refusal. */
export function expectedOfPreview(asker: Asker, state: HearingState): HearingState | number | null {
  if (asker.role === null) return 401
  if (!holds(asker, 'sources.manage') || !reachesCourtA(asker)) return 403
  if (state === 'recess' || state === 'closed') return state
  return state === 'live' && !mayWatch(asker) ? 'live' : null
}

/** What the gate answers the bearer of a token that was made for this asker and a hearing in this state. */
export function expectedOfMedia(asker: Asker, state: HearingState): Verdict {
  if (!mayWatch(asker)) return 'refused'
  return state === 'live' ? 'allowed' : 'not_on_air'
}

/** What somebody, no device, is answered who joins that courtroom's preview: live, and by the same rule as the still pictures. */
export function expectedOfLivePreview(asker: Asker, state: HearingState): Verdict {
  const withheld = expectedOfPreview(asker, state)
  if (typeof withheld === 'number') return 'refused'
  return withheld === null ? 'allowed' : 'not_on_air'
}
