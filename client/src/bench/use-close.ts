import { standing as standingSchema, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { Requests } from '../api/requests.ts'
import { giveOrder, type OrderOutcome } from '../desk/give-order.ts'
import type { KeptPress, Press } from './kept-press.ts'

/** What became of the last press; `obeyed` where the server has said so. */
export type Closing = { press: Press } & (
  | { kind: 'sent' }
  /** Sent, and sent again, without an answer. */
  | { kind: 'unanswered' }
  /** The session is closed, which is not written yet: sent again until it is. */
  | { kind: 'cut' }
  | { kind: 'obeyed'; standing: Standing }
  | { kind: 'refused'; code: ErrorCode }
)

export interface CloseControl {
  closing: Closing | null
  close: (press: Press) => void
}

const againMs = 1_000
/** One request may take so long, ms: the next one may find a better network. */
const timeoutMs = 4_000

/** Sends a press until the server has answered it, whatever happens to the network or this page meanwhile. */
export function useClose(requests: Requests, kept: KeptPress): CloseControl {
  const [closing, setClosing] = useState<Closing | null>(null)
  const sending = useRef<AbortController | null>(null)

  const send = useCallback(
    (press: Press): void => {
      const controller = new AbortController()
      sending.current = controller
      kept.write(press)
      const say = (now: Closing): void => {
        if (!controller.signal.aborted) setClosing(now)
      }
      say({ press, kind: 'sent' })
      const obey = async (): Promise<void> => {
        const outcome = await untilAnswered(requests, press, controller.signal, (isCut) =>
          say({ press, kind: isCut ? 'cut' : 'unanswered' }),
        )
        if (outcome.kind === 'unknown') return
        kept.write(null)
        sending.current = null
        say({ press, ...outcome })
      }
      void obey()
    },
    [requests, kept],
  )

  useEffect(() => {
    const press = kept.read()
    if (press !== null) send(press)
    return () => {
      sending.current?.abort()
      sending.current = null
    }
  }, [kept, send])

  const close = useCallback(
    (press: Press): void => {
      if (sending.current === null) send(press)
    },
    [send],
  )
  return { closing, close }
}

/** `unknown` only when aborted. */
async function untilAnswered(
  requests: Requests,
  { hearingId, version }: Press,
  signal: AbortSignal,
  onUnanswered: (isCut: boolean) => void,
): Promise<OrderOutcome> {
  const path = `/api/hearings/${encodeURIComponent(hearingId)}`
  for (;;) {
    const outcome = await giveOrder({
      request: { order: 'close', version },
      give: (request) => requests.ask(standingSchema, 'POST', `${path}/orders`, request, timeoutMs),
      look: () => requests.ask(standingSchema, 'GET', `${path}/standing`, undefined, timeoutMs),
      onUnanswered,
      pause: () => pause(signal),
      signal,
    })
    if (outcome.kind !== 'unknown' || signal.aborted) return outcome
    onUnanswered(false)
    await pause(signal)
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, againMs)
    const abort = (): void => {
      window.clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', abort, { once: true })
  })
}
