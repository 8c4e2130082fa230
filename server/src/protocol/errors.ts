/**
 * Stable codes that a person or a program may meet. HTTP and sockets translate them in one place each
 * (`http/error-answer.ts`, `realtime/acknowledge.ts`); the client has words for each in three languages.
 */
export const errorCodes = [
  'bad_request',
  'too_large',
  'too_many_requests',
  'wrong_login',
  'not_signed_in',
  /** The password was right; a code of the authenticator app, or a recovery code, is wanted as well. */
  'second_factor_needed',
  /** The one-time link was used, has ended, or never was. */
  'link_ended',
  /** No right, a bad token, or no such hearing: deliberately one code, so that an answer tells no more. */
  'refused',
  /** The token was good and has ended: renew it and come back. */
  'token_expired',
  'not_found',
  /** The hearing has not begun, is in recess, closed or over: there is nothing to see at present. */
  'not_on_air',
  /** This journalist watches the hearing on another device; asking to take over ends it there. */
  'watching_elsewhere',
  /** The court's undertaking must be accepted first. */
  'undertaking_needed',
  /** The order was given for a state that has moved on: look again, then decide. */
  'state_moved_on',
  /** That can't be ordered in this state. */
  'not_in_this_state',
  /** Another hearing is under way in the courtroom. */
  'courtroom_busy',
  /** The courtroom is used no more: nothing can be planned there. */
  'courtroom_retired',
  /** Something with this name is there already. */
  'taken',
  /** It can't be taken away: something else names it. */
  'in_use',
  /** No device shows this pairing code, or not any more. */
  'code_unknown',
  /** The hearing is on, its courtroom gives no media at present. */
  'feed_unavailable',
  /** A worker died or the server is starting: try again shortly. */
  'sfu_unavailable',
  /** The browser can receive none of the courtroom's codecs over WebRTC: use HLS. */
  'cannot_receive',
  /** The database does not answer: nothing can be admitted, read or ordered until it does. */
  'store_unavailable',
  /** The session is closed, and nothing leaves; the order is written down as soon as the database answers. Send it again until then. */
  'closed_unwritten',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** An error whose code is part of the interface. The message is for logs, never for a person. */
export class DomainError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'DomainError'
    this.code = code
  }
}

/** Whether something failed for no other reason than that the database does not answer; the store itself tells the log of that. */
export const isStoreAway = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'store_unavailable'

/** Whether a failure is a word on what was asked; anything else, the database that is away too, says nothing of it. */
export const isVerdict = (error: unknown): error is DomainError =>
  error instanceof DomainError && !isStoreAway(error)
