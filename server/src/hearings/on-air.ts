import type { Logger } from 'pino'
import { isOver, type HearingState, type Standing } from '../protocol/hearing-state.ts'
import type { RecordingMode } from '../recording/hearing-recording.ts'
import type { Hearing } from './hearings.ts'
import { isOnAir } from './state-machine.ts'

export interface OnAirOptions {
  /** Lets a courtroom's media go to viewers, or cuts them all in the same tick. */
  setOnAir: (courtroomId: string, onAir: boolean) => void
  /** Lets those who look after a courtroom that is off the air see what it gives, until the next `setOnAir`. */
  letPreview: (courtroomId: string) => void
  record: (recording: {
    hearingId: string
    courtroomId: string
    mode: RecordingMode
    courtId: string
  }) => void
  /** Tells everyone who attends. */
  tell: (hearingId: string, standing: Standing) => void
  log: Logger
}

/** The media of hearings, as their states want them. */
export interface OnAir {
  /**
   * Makes the media follow a hearing's state; idempotent. Whatever takes media away is done synchronously, and before
   * anybody is told. Never throws: one path that fails must not keep another from being cut.
   */
  apply(hearing: Hearing, standing: Standing): void
  /** A courtroom's media are there: they may be previewed, unless a hearing under way in it says otherwise. Idempotent. */
  opened(courtroomId: string): void
  /** A hearing under way, as its media follow it; undefined for any other. */
  hearing(hearingId: string): Hearing | undefined
  /** The courtroom of a hearing that is on the air; undefined for any other. */
  courtroomOf(hearingId: string): string | undefined
  /** The state of the hearing under way in a courtroom; null: there is none. */
  stateIn(courtroomId: string): HearingState | null
}

export function createOnAir({ setOnAir, letPreview, record, tell, log }: OnAirOptions): OnAir {
  /** By courtroom: the hearing that has it. */
  const rooms = new Map<string, Hearing>()
  const find = (hearingId: string): Hearing | undefined =>
    rooms.values().find((hearing) => hearing.id === hearingId)

  const attempt = (what: string, hearing: Hearing, act: () => void): void => {
    try {
      act()
    } catch (cause) {
      log.error({ hearingId: hearing.id, courtroomId: hearing.courtroomId, what, err: cause }, 'not done')
    }
  }

  return {
    apply(hearing, standing) {
      const { id, courtId, courtroomId, state, version } = hearing
      const known = rooms.get(courtroomId)
      // Another hearing of this courtroom is under way, and this one has no say over its media.
      const isOther = known !== undefined && known.id !== id && !isOnAir(state)
      // Two orders may come to the same version while the store does not answer: then the one that takes more away stands.
      if (known?.id === id && known.version === version && (known.state === state || isOnAir(state))) return
      const mode = modeOf(hearing)
      if (!isOnAir(state) && !isOther) attempt('cut', hearing, () => setOnAir(courtroomId, false))
      if (mode !== null)
        attempt('record', hearing, () => record({ hearingId: id, courtroomId, courtId, mode }))
      if (isOnAir(state)) attempt('open', hearing, () => setOnAir(courtroomId, true))
      if (isOver(state)) {
        if (known?.id === id) rooms.delete(courtroomId)
      } else if (!isOther) rooms.set(courtroomId, hearing)
      if (!rooms.has(courtroomId)) attempt('preview', hearing, () => letPreview(courtroomId))
      attempt('tell', hearing, () => tell(id, standing))
    },
    opened(courtroomId) {
      if (!rooms.has(courtroomId)) letPreview(courtroomId)
    },
    hearing: find,
    courtroomOf(hearingId) {
      const hearing = find(hearingId)
      return hearing !== undefined && isOnAir(hearing.state) ? hearing.courtroomId : undefined
    },
    stateIn: (courtroomId) => rooms.get(courtroomId)?.state ?? null,
  }
}

/** In recess the counsel talk among themselves: it is recorded as a closed session is, or not at all. */
function modeOf({ state, closedRecording }: Hearing): RecordingMode | null {
  if (state === 'live') return 'open'
  if (state === 'recess' || state === 'closed') return closedRecording === 'sealed' ? 'sealed' : 'off'
  return state === 'ended' || state === 'sealed' ? 'ended' : null
}
