import type { z } from 'zod'
import type { Admission, Admit } from '../access/gate.ts'
import { DomainError } from '../protocol/errors.ts'

/** What an event may look at to decide whether it is allowed. */
export interface Asker<Viewing> {
  admit: Admit
  /** What this connection watches now. */
  viewing: () => Viewing | null
}

/**
 * An event that a peer may send, together with the rule of who may. Only the functions below make one, each of them with its
 * rule, so there is no way to register an event that has none.
 */
export class GuardedEvent<Viewing> {
  /** Whether the event comes with a payload in front of its acknowledgement. */
  readonly hasPayload: boolean
  readonly #answer: (asker: Asker<Viewing>, payload: unknown) => unknown

  private constructor(hasPayload: boolean, answer: (asker: Asker<Viewing>, payload: unknown) => unknown) {
    this.hasPayload = hasPayload
    this.#answer = answer
  }

  /** Throws DomainError: `bad_request` for a payload that is none, and what the rule or the event itself throws. */
  answer(asker: Asker<Viewing>, payload: unknown): unknown {
    return this.#answer(asker, payload)
  }

  /** For what is no secret: anyone who reaches the server may ask. */
  static public<Viewing>(run: () => unknown): GuardedEvent<Viewing> {
    return new GuardedEvent<Viewing>(false, run)
  }

  /** For the holder of a hearing's token, who sends it in the payload. */
  static withToken<Viewing, Payload extends { token: string; hearingId: string }>(
    schema: z.ZodType<Payload>,
    run: (payload: Payload, admission: Admission) => unknown,
  ): GuardedEvent<Viewing> {
    return new GuardedEvent<Viewing>(true, ({ admit }, raw) => {
      const parsed = schema.safeParse(raw)
      if (!parsed.success) throw new DomainError('bad_request', 'the payload does not fit its schema')
      const { token, hearingId } = parsed.data
      return run(parsed.data, admit(token, hearingId, 'webrtc'))
    })
  }

  /** For whoever was let in before and still watches. */
  static whileViewing<Viewing>(run: (viewing: Viewing) => unknown): GuardedEvent<Viewing> {
    return new GuardedEvent<Viewing>(false, ({ viewing }) => {
      const current = viewing()
      if (current === null) throw new DomainError('refused', 'not watching')
      return run(current)
    })
  }
}
