import type { Logger } from 'pino'
import type { ErrorCode } from '../protocol/errors.ts'
import type { Result } from '../protocol/signalling.ts'
import { acknowledge } from './acknowledge.ts'
import { GuardedEvent } from './guarded-event.ts'

/** The part of a socket.io socket that is needed here. */
export interface EventPeer {
  onAny(listener: (event: string, ...values: unknown[]) => void): unknown
  disconnect(close: boolean): unknown
}

/** What a peer may send. */
export type EventTable<Event extends string, Connection> = Readonly<Record<Event, GuardedEvent<Connection>>>

export interface ServeOptions<Event extends string, Connection> {
  events: EventTable<Event, Connection>
  connection: Connection
  /** Asked before anything else of a request is looked at; false: answered `too_many_requests`. */
  allow: (event: string) => Promise<boolean>
  onAnswered: (event: string, code: ErrorCode | null) => void
  log: Logger
}

/** A peer of ours sends none of these. */
const maxBadRequests = 20

/**
 * Answers a peer's events, in their order and each after the one before. What is not in the table, or not of the form
 * (payload, acknowledgement), is not answered, and a peer that goes on with it, or with bad payloads, is disconnected.
 */
export function serveEvents<Event extends string, Connection>(
  peer: EventPeer,
  options: ServeOptions<Event, Connection>,
): void {
  const table = guardedEvents(options.events)

  let badRequests = 0
  const countBad = (): void => {
    badRequests++
    if (badRequests >= maxBadRequests) peer.disconnect(true)
  }

  let before: Promise<void> = Promise.resolve()
  peer.onAny((name, ...values) => {
    const event = table.get(name)
    const ack = values.pop()
    if (!event || !isAcknowledgement(ack) || values.length !== (event.hasPayload ? 1 : 0)) {
      countBad()
      return
    }
    const allowed = options.allow(name)
    const answer = async (): Promise<void> => {
      if (!(await allowed)) {
        ack({ ok: false, error: { code: 'too_many_requests' } })
        options.onAnswered(name, 'too_many_requests')
        return
      }
      const code = await acknowledge(() => event.answer(options.connection, values[0]), ack, options.log)
      if (code === 'bad_request') countBad()
      options.onAnswered(name, code)
    }
    before = before
      .then(answer)
      .catch((error: unknown) => options.log.error({ err: error, event: name }, 'request not answered'))
  })
}

/** Throws for an event without a rule, which nothing but a mistake in its types could have let this far. */
export function guardedEvents<Connection>(
  events: EventTable<string, Connection>,
): Map<string, GuardedEvent<Connection>> {
  const table = new Map<string, GuardedEvent<Connection>>()
  for (const [name, event] of Object.entries<unknown>(events)) {
    if (!isGuarded<Connection>(event)) throw new TypeError(`event ${name} has no access rule`)
    table.set(name, event)
  }
  return table
}

function isGuarded<Connection>(event: unknown): event is GuardedEvent<Connection> {
  return event instanceof GuardedEvent
}

function isAcknowledgement(value: unknown): value is (result: Result<unknown>) => void {
  return typeof value === 'function'
}
