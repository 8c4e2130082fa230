import {
  pairingAnswer,
  pairingState,
  type DeviceKind,
  type PairingState,
} from '@press-gallery/server/protocol/screens'
import { ApiError } from '../api/api-error.ts'
import type { Requests } from '../api/requests.ts'

/** What there is to show of the pairing. */
export type PairingView =
  | { kind: 'asking' }
  | { kind: 'code'; code: string; untilMs: number }
  /** The server answers, and gives no code now. */
  | { kind: 'waiting' }

export interface PairingOptions {
  requests: Requests
  kind: DeviceKind
  onView: (view: PairingView) => void
  onPaired: (kind: DeviceKind) => void
}

const everyMs = 2_000
/** Codes are few a minute and address, which the displays of a press centre share. */
const refusedMs = 15_000

/** Has a code shown until somebody has entered it: asks for another one when it has ended. Returns what ends it. */
export function keepPairing({ requests, kind, onView, onPaired }: PairingOptions): () => void {
  let stopped = false
  let timer: number | undefined
  let begun = false

  const mine = (): Promise<PairingState> => requests.ask(pairingState, 'GET', '/api/pairings/mine')
  const another = async (): Promise<void> => {
    const { code, untilMs } = await requests.ask(pairingAnswer, 'POST', '/api/pairings', { kind })
    begun = true
    if (!stopped) onView({ kind: 'code', code, untilMs })
  }
  const look = async (): Promise<void> => {
    const state = await mine()
    if (stopped) return
    if (state.state === 'paired') {
      stop()
      onPaired(state.kind)
      return
    }
    // A code of the other kind is of a device that was opened as that before. Once: two tabs of a browser would take turns.
    if (state.state === 'waiting' && (state.kind === kind || begun))
      onView({ kind: 'code', code: state.code, untilMs: state.untilMs })
    else await another()
  }
  const round = async (): Promise<void> => {
    let waitMs = everyMs
    try {
      await look()
    } catch (error) {
      // Without an answer the page says so by itself, from its own connection.
      if (error instanceof ApiError) {
        onView({ kind: 'waiting' })
        waitMs = refusedMs
      }
    }
    if (!stopped) timer = window.setTimeout(() => void round(), waitMs)
  }
  const stop = (): void => {
    stopped = true
    window.clearTimeout(timer)
  }
  void round()
  return stop
}
