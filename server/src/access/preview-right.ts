import type { HearingState } from '../protocol/hearing-state.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Permission } from './permissions.ts'
import type { SignedIn } from './rights.ts'
import { reaches, scopeOf } from './scope.ts'

/** What somebody was found to have: the right to see what a courtroom gives, for as long as nothing withholds it. */
export interface PreviewAdmission {
  readonly courtroomId: string
  readonly courtId: string
  readonly personId: string
  /** Whether the person may watch a hearing of this court. */
  readonly mayWatch: boolean
  /** When the person's session ends by itself. */
  readonly sessionEndsMs: number
}

/**
 * The one question of a preview, as `Admit` is that of a hearing's media: may this person see what the courtroom gives? There need
 * be no hearing, so there is no token: the session and the permission in the courtroom's court are asked for.
 * Throws DomainError `refused`; also where there is no such courtroom.
 */
export type AdmitPreview = (
  person: SignedIn,
  permission: Permission,
  courtroomId: string,
) => Promise<PreviewAdmission>

export function createAdmitPreview(
  courtOf: (courtroomId: string) => Promise<string | undefined>,
): AdmitPreview {
  return async ({ personId, grants, device, endsAtMs }, permission, courtroomId) => {
    const courtId = await courtOf(courtroomId)
    if (device !== null || courtId === undefined || !reaches(scopeOf(grants, permission), courtId))
      throw new DomainError('refused', `no ${permission} for such a courtroom`)
    const mayWatch = reaches(scopeOf(grants, 'hearings.watch'), courtId)
    return { courtroomId, courtId, personId, mayWatch, sessionEndsMs: endsAtMs }
  }
}

/** The state of the hearing under way (null: there is none) for which a courtroom is not shown to somebody who looks after it; null: it is. */
export function withheldFrom(
  state: HearingState | null,
  { mayWatch }: Pick<PreviewAdmission, 'mayWatch'>,
): 'live' | 'recess' | 'closed' | null {
  if (state === 'live') return mayWatch ? null : 'live'
  return state === 'recess' || state === 'closed' ? state : null
}
