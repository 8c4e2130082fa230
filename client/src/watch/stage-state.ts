import type { PutOut } from '@press-gallery/server/protocol/attendance'
import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { AttendanceSnapshot } from '../player/attendance.ts'
import type { PlayerSnapshot } from '../player/hearing-player.ts'
import type { SlateKind } from './slate.tsx'

/** What the place of the picture shows. */
export type StageState =
  | { kind: 'picture' }
  | { kind: 'slate'; slate: SlateKind }
  | { kind: 'elsewhere' }
  | { kind: 'undertaking' }
  | { kind: 'out'; putOut: PutOut }
  | { kind: 'ended'; code: ErrorCode }

/** What being present says goes before what the player says: it knows why. */
export function stageState(
  { state, standing }: AttendanceSnapshot,
  { onAir, endedBy }: Pick<PlayerSnapshot, 'onAir' | 'endedBy'>,
): StageState {
  switch (state.kind) {
    case 'elsewhere':
    case 'undertaking':
    case 'out':
      return state
    case 'refused':
      return { kind: 'ended', code: state.code }
    case 'asking':
    case 'attending':
      break
  }
  if (standing !== null && standing.state !== 'live') return { kind: 'slate', slate: standing.state }
  if (endedBy !== null) return { kind: 'ended', code: endedBy }
  return onAir ? { kind: 'picture' } : { kind: 'slate', slate: 'unknown' }
}
