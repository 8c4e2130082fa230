import type { Logger } from 'pino'
import type { ErrorCode } from '../protocol/errors.ts'
import type { Result } from '../protocol/signalling.ts'
import { acknowledge } from './acknowledge.ts'
import { GuardedEvent, type Asker } from './guarded-event.ts'

/** The part of a socket.io socket that is needed here. */
export interface EventPeer {
  onAny(listener: (event: string, ...values: unknown[]) => void): unknown
  disconnect(close: boolean): unknown
}

export interface ServeOptions<Event extends string, Viewing> {
  events: Record<Event, GuardedEvent<Viewing>>
  asker: Asker<Viewing>
  /** Asked before anything else of a request is looked at; false: answered `too_many_requests`. */
  allow: (event: string) => Promise<boolean>
  onAnswered: (event: string, code: ErrorCode | null) => void
  log: Logger
}

/** A peer of ours sends none of these. */
const maxBadRequests = 20

/**
 * Answers a peer's events. What is not in the table, or not of the form (payload, acknowledgement), is not answered,
 * and a peer that goes on with it, or with bad payloads, is disconnected.
 */
export function serveEvents<Event extends string, Viewing>(
  peer: EventPeer,
  options: ServeOptions<Event, Viewing>,
): void {
  const table = new Map<string, GuardedEvent<Viewing>>()
  for (const [name, event] of Object.entries<unknown>(options.events)) {
    if (!isGuarded<Viewing>(event)) throw new TypeError(`event ${name} has no access rule`)
    table.set(name, event)
  }

  let badRequests = 0
  const countBad = (): void => {
    badRequests++
    if (badRequests >= maxBadRequests) peer.disconnect(true)
  }

  peer.onAny((name, ...values) => {
    const event = table.get(name)
    const ack = values.pop()
    if (!event || !isAcknowledgement(ack) || values.length !== (event.hasPayload ? 1 : 0)) {
      countBad()
      return
    }
    const answer = async (): Promise<void> => {
      if (!(await options.allow(name))) {
        ack({ ok: false, error: { code: 'too_many_requests' } })
        options.onAnswered(name, 'too_many_requests')
        return
      }
      const code = await acknowledge(() => event.answer(options.asker, values[0]), ack, options.log)
      if (code === 'bad_request') countBad()
      options.onAnswered(name, code)
    }
    answer().catch((error: unknown) => options.log.error({ err: error, event: name }, 'request not answered'))
  })
}

function isGuarded<Viewing>(event: unknown): event is GuardedEvent<Viewing> {
  return event instanceof GuardedEvent
}

function isAcknowledgement(value: unknown): value is (result: Result<unknown>) => void {
  return typeof value === 'function'
}
