import type { z } from 'zod'
import type { Admission, Admit, MediaPath } from '../access/gate.ts'
import type { Permission } from '../access/permissions.ts'
import { DomainError } from '../protocol/errors.ts'
import type { DeviceKind } from '../protocol/screens.ts'

/** Who may send an event. */
export type EventRule =
  /** Anyone who reaches the server; nothing of a hearing is told. */
  | { readonly kind: 'public' }
  /** The holder of a token of the hearing that the payload names. */
  | { readonly kind: 'token'; readonly path: MediaPath }
  /** Whoever has joined a hearing's media, or stands by for them, and was not put out since. */
  | { readonly kind: 'viewing' }
  /** Whoever attends a hearing, and was not put out since. */
  | { readonly kind: 'attending' }
  /** One of the two. */
  | { readonly kind: 'present' }
  /** Staff who hold the permission in the court of the hearing that the payload names. */
  | { readonly kind: 'staff'; readonly permission: Permission }
  /** Staff who hold the permission in the court of the courtroom that the payload names. */
  | { readonly kind: 'courtroom'; readonly permission: Permission }
  /** A paired device of this kind, and not removed since. */
  | { readonly kind: 'device'; readonly device: DeviceKind }

/** An event that the server answers, for tables of who may what. */
export interface ListedEvent {
  readonly namespace: string
  readonly event: string
  readonly rule: EventRule
}

/** What each rule asks of the connection that an event came by. */
interface TokenConnection {
  readonly admit: Admit
}
interface ViewingConnection<Viewing> {
  /** What this connection has joined; null: nothing. */
  viewing(): Viewing | null
}
interface AttendingConnection<Attending> {
  /** What this connection attends; null: nothing. */
  attending(): Attending | null
}
interface StaffConnection {
  /** Throws DomainError where the permission is not held at this moment. */
  permitted(permission: Permission, hearingId: string): Promise<void>
}
interface CourtroomConnection<Admitted> {
  /** Throws DomainError where the permission is not held at this moment. */
  admitted(permission: Permission, courtroomId: string): Promise<Admitted>
}
interface DeviceConnection {
  /** Throws DomainError where it is no such device at this moment. */
  permittedAs(device: DeviceKind): Promise<void>
}

/**
 * An event that a peer may send, together with the rule of who may. Only the functions below make one, each of them with its
 * rule, so there is no way to register an event that has none.
 */
export class GuardedEvent<Connection> {
  readonly rule: EventRule
  /** Whether the event comes with a payload in front of its acknowledgement. */
  readonly hasPayload: boolean
  readonly #answer: (connection: Connection, payload: unknown) => unknown

  private constructor(
    rule: EventRule,
    hasPayload: boolean,
    answer: (connection: Connection, payload: unknown) => unknown,
  ) {
    this.rule = rule
    this.hasPayload = hasPayload
    this.#answer = answer
  }

  /** Throws DomainError: `bad_request` for a payload that is none, and what the rule or the event itself throws. */
  answer(connection: Connection, payload: unknown): unknown {
    return this.#answer(connection, payload)
  }

  static public<C>(run: (connection: C) => unknown): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'public' }, false, (connection) => run(connection))
  }

  static withToken<C extends TokenConnection, Payload extends { token: string; hearingId: string }>(
    path: MediaPath,
    schema: z.ZodType<Payload>,
    run: (connection: C, payload: Payload, admission: Admission) => unknown,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'token', path }, true, async (connection, raw) => {
      const payload = parse(schema, raw)
      return run(connection, payload, await connection.admit(payload.token, payload.hearingId, path))
    })
  }

  static whileViewing<V, C extends ViewingConnection<V>>(
    run: (connection: C, viewing: V) => unknown,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'viewing' }, false, (connection) => {
      const viewing = connection.viewing()
      if (viewing === null) throw new DomainError('refused', 'has not joined')
      return run(connection, viewing)
    })
  }

  static whileAttending<A, C extends AttendingConnection<A>, Payload>(
    run: (attending: A, payload: Payload) => unknown,
    schema: z.ZodType<Payload>,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'attending' }, true, (connection, raw) => {
      const attending = connection.attending()
      if (attending === null) throw new DomainError('refused', 'does not attend')
      return run(attending, parse(schema, raw))
    })
  }

  static whilePresent<C extends ViewingConnection<unknown> & AttendingConnection<unknown>>(
    run: (connection: C) => unknown,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'present' }, false, (connection) => {
      if (connection.viewing() === null && connection.attending() === null)
        throw new DomainError('refused', 'neither attends nor has joined')
      return run(connection)
    })
  }

  static forStaff<C extends StaffConnection, Payload extends { hearingId: string }>(
    permission: Permission,
    schema: z.ZodType<Payload>,
    run: (connection: C, payload: Payload) => unknown,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'staff', permission }, true, async (connection, raw) => {
      const payload = parse(schema, raw)
      await connection.permitted(permission, payload.hearingId)
      return run(connection, payload)
    })
  }

  static forCourtroom<A, C extends CourtroomConnection<A>, Payload extends { courtroomId: string }>(
    permission: Permission,
    schema: z.ZodType<Payload>,
    run: (connection: C, payload: Payload, admission: A) => unknown,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'courtroom', permission }, true, async (connection, raw) => {
      const payload = parse(schema, raw)
      return run(connection, payload, await connection.admitted(permission, payload.courtroomId))
    })
  }

  static forDevice<C extends DeviceConnection, Payload>(
    device: DeviceKind,
    schema: z.ZodType<Payload>,
    run: (connection: C, payload: Payload) => unknown,
  ): GuardedEvent<C> {
    return new GuardedEvent<C>({ kind: 'device', device }, true, async (connection, raw) => {
      const payload = parse(schema, raw)
      await connection.permittedAs(device)
      return run(connection, payload)
    })
  }
}

/** The events of a namespace, as `listed` shows them. */
export function listEvents(
  namespace: string,
  events: Readonly<Record<string, { rule: EventRule }>>,
): ListedEvent[] {
  return Object.entries(events).map(([event, { rule }]) => ({ namespace, event, rule }))
}

function parse<Payload>(schema: z.ZodType<Payload>, raw: unknown): Payload {
  const parsed = schema.safeParse(raw)
  if (!parsed.success) throw new DomainError('bad_request', 'the payload does not fit its schema')
  return parsed.data
}
