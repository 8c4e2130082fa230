import type { AccreditationGrantRequest } from '@press-gallery/server/protocol/accreditation'
import { timeOf } from './hearing-draft.ts'

/** A right as the form that grants it holds it. */
export interface GrantDraft {
  to: 'pool' | 'person'
  poolId: string
  personId: string
  of: 'hearing' | 'court'
  hearingId: string
  /** As `<input type="datetime-local">` has them. */
  from: string
  until: string
  reason: string
}

export const emptyGrant: GrantDraft = {
  to: 'pool',
  poolId: '',
  personId: '',
  of: 'hearing',
  hearingId: '',
  from: '',
  until: '',
  reason: '',
}

/** What is wrong with a field: a key of the words under `desk.grant.problem`. */
export type GrantProblem = 'pool' | 'person' | 'hearing' | 'time' | 'untilBefore'
export type GrantProblems = Partial<Record<keyof GrantDraft, GrantProblem>>

/** What to ask for, or what has to be mended first. */
export function grantOf(
  draft: GrantDraft,
): { request: AccreditationGrantRequest } | { problems: GrantProblems } {
  const problems: GrantProblems = {}
  if (draft.to === 'pool' && draft.poolId === '') problems.poolId = 'pool'
  if (draft.to === 'person' && draft.personId === '') problems.personId = 'person'
  const fromMs = timeOf(draft.from) ?? NaN
  const untilMs = timeOf(draft.until) ?? NaN
  if (draft.of === 'hearing') {
    if (draft.hearingId === '') problems.hearingId = 'hearing'
  } else {
    if (Number.isNaN(fromMs)) problems.from = 'time'
    if (Number.isNaN(untilMs)) problems.until = 'time'
    if (untilMs <= fromMs) problems.until = 'untilBefore'
  }
  if (Object.keys(problems).length > 0) return { problems }
  const whom = draft.to === 'pool' ? { poolId: draft.poolId } : { personId: draft.personId }
  const what = draft.of === 'hearing' ? { hearingId: draft.hearingId } : { fromMs, untilMs }
  return { request: { ...whom, ...what, reason: draft.reason.trim() } }
}
