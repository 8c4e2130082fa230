import type { OrderKind, Standing } from '@press-gallery/server/protocol/hearing-state'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DeskApi } from './desk-api.ts'
import { giveOrder, type OrderOutcome } from './give-order.ts'

/** The order given last, and what became of it. */
export type LastOrder = { order: OrderKind } & (
  | { kind: 'sent' }
  /** Sent, and sent again, without an answer. */
  | { kind: 'unanswered' }
  /** The session is closed, which is not written yet: sent again until it is. */
  | { kind: 'cut' }
  | OrderOutcome
)

export interface OrdersControl {
  last: LastOrder | null
  give: (order: OrderKind, version: number, groundId: string | null) => void
}

const closeAgainMs = 1000
const lookEveryMs = 100

/** Gives orders to one hearing. An order to close never waits for another one. */
export function useOrders(
  api: DeskApi,
  hearingId: string,
  told: (standing: Standing) => void,
): OrdersControl {
  const [last, setLast] = useState<LastOrder | null>(null)
  const latest = useRef(0)
  const underWay = useRef(new Set<string>())
  const gone = useRef(new AbortController())

  useEffect(() => {
    const controller = new AbortController()
    gone.current = controller
    return () => controller.abort()
  }, [])

  const give = useCallback(
    (order: OrderKind, version: number, groundId: string | null): void => {
      const { signal } = gone.current
      // Pressed twice in haste: it is one order, whose second sending would be refused.
      const once = `${order} ${version}`
      if (underWay.current.has(once)) return
      underWay.current.add(once)
      const number = ++latest.current
      // What an earlier order comes to is no longer what the person looks at.
      const say = (now: LastOrder): void => {
        if (number === latest.current && !signal.aborted) setLast(now)
      }
      say({ order, kind: 'sent' })
      const obey = async (): Promise<void> => {
        const outcome = await giveOrder({
          request: groundId === null ? { order, version } : { order, version, groundId },
          give: (request) => api.order(hearingId, request),
          look: async () => (await api.desk(hearingId)).hearing.standing,
          onUnanswered: (isCut) => say({ order, kind: isCut ? 'cut' : 'unanswered' }),
          pause: () => pause(closeAgainMs, signal),
          signal,
        })
        underWay.current.delete(once)
        if (signal.aborted) return
        if (outcome.kind === 'obeyed') told(outcome.standing)
        say({ order, ...outcome })
      }
      void obey()
    },
    [api, hearingId, told],
  )

  return { last, give }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < ms && !signal.aborted; waitedMs += lookEveryMs)
    await new Promise((resolve) => window.setTimeout(resolve, lookEveryMs))
}
