import { accreditationState, type AccreditationState } from '@press-gallery/server/protocol/accreditation'
import { earlierPlace } from '@press-gallery/server/protocol/earlier'

/** The pages of the desk, each with an address of its own. */
export type DeskPlace =
  | { name: 'hearings' }
  | { name: 'earlier'; before: string }
  | { name: 'schedule'; courtId: string }
  | { name: 'hearing'; hearingId: string }
  | { name: 'change'; hearingId: string }
  | { name: 'accreditation'; state: AccreditationState }
  | { name: 'grant' }
  | { name: 'pools' }
  | { name: 'pool'; courtId: string; poolId: string }
  | { name: 'audit' }

const isIdentifier = (part: string): boolean => /^[a-z0-9-]{1,64}$/.test(part)

/** Of what follows `/desk/` in an address; null: there is no such page. */
export function parseDeskPlace(parts: readonly string[]): DeskPlace | null {
  const [first, second, third] = parts
  if (first === undefined) return { name: 'hearings' }
  if (first === 'accreditation') return parts.length <= 2 ? accreditationPlace(second) : poolPlace(parts)
  if (first === 'earlier' && parts.length === 2) {
    const before = earlierPlace.safeParse(second)
    return before.success ? { name: 'earlier', before: before.data } : null
  }
  if (first === 'audit' && parts.length === 1) return { name: 'audit' }
  if (second === undefined || !isIdentifier(second)) return null
  if (first === 'courts' && third === 'schedule' && parts.length === 3)
    return { name: 'schedule', courtId: second }
  if (first !== 'hearings') return null
  if (parts.length === 2) return { name: 'hearing', hearingId: second }
  return third === 'change' && parts.length === 3 ? { name: 'change', hearingId: second } : null
}

/** Of what follows `/desk/accreditation`: the requests that wait, those decided, the pools, and granting without a request. */
function accreditationPlace(part: string | undefined): DeskPlace | null {
  if (part === 'grant' || part === 'pools') return { name: part }
  const state = accreditationState.safeParse(part ?? 'requested')
  return state.success ? { name: 'accreditation', state: state.data } : null
}

/** `accreditation/courts/{courtId}/pools/{poolId}` */
function poolPlace([, courts, courtId, pools, poolId, ...more]: readonly string[]): DeskPlace | null {
  if (courts !== 'courts' || pools !== 'pools' || courtId === undefined || poolId === undefined) return null
  if (more.length > 0 || !isIdentifier(courtId) || !isIdentifier(poolId)) return null
  return { name: 'pool', courtId, poolId }
}
