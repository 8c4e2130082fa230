import type { AttendAnswer, Complaint, PlayerReport, PutOut } from '@press-gallery/server/protocol/attendance'
import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import { isFinal } from '../api/api-error.ts'
import { answerCode } from './answer-code.ts'
import { AttendanceTerm } from './attendance-term.ts'
import { DarkReceipts } from './dark-receipts.ts'
import type { Signalling } from './signalling.ts'
import type { JoinToken } from './webrtc-join.ts'

export type AttendanceState =
  /** No answer so far. */
  | { kind: 'asking' }
  | { kind: 'attending' }
  /** The same journalist watches on another device: `takeOver` ends that. */
  | { kind: 'elsewhere' }
  | { kind: 'undertaking' }
  | { kind: 'out'; putOut: PutOut }
  | { kind: 'refused'; code: ErrorCode }

/** A new object for each change. */
export interface AttendanceSnapshot {
  state: AttendanceState
  /** How the hearing stands, as told last; null before. */
  standing: Standing | null
  watermark: AttendAnswer['watermark']
}

export interface AttendanceKeeping {
  /** As `PlaybackOptions.token`. */
  token: (refusedToken?: string) => Promise<JoinToken>
  /**
   * The hearing is off the air: nothing of it may be shown from the moment of this call. Resolves, once nothing is, with how long that
   * took, ms; 0 where nothing was shown.
   */
  onOffAir: () => Promise<number>
}

/**
 * One viewer's presence at one hearing, whichever way the media come: the server counts it, and tells it how the hearing
 * stands. It is made again by itself whenever the way to the server was lost.
 */
export interface Attendance {
  readonly hearingId: string
  /** In the click itself, before anyone keeps it. Only the first time; does nothing where the server can't be asked at once. */
  begin(token: JoinToken): void
  /** Keeps it from now on, until `stop`. */
  keep(keeping: AttendanceKeeping): void
  snapshot(): AttendanceSnapshot
  subscribe(listener: () => void): () => void
  /** Resolves when the server has been told, over the present connection, and has answered. Rejects when `signal` aborts. */
  attended(signal: AbortSignal): Promise<void>
  /** Asks again after a refusal; with `takeOver`, what is watched elsewhere ends. */
  askAgain(takeOver?: boolean): void
  /** Word of the hearing from elsewhere (the list): heard where it is newer. */
  learn(standing: Standing): void
  /** Rejects when the server did not take it. */
  complain(missing: Complaint['missing']): Promise<void>
  report(report: PlayerReport): void
  /** Tells the server that the viewer is gone. Idempotent. */
  stop(): void
}

const firstRetryMs = 1_000
const maxRetryMs = 10_000

export function createAttendance(signalling: Signalling, hearingId: string): Attendance {
  const attendance = new KeptAttendance(signalling, hearingId)
  attendance.follow()
  return attendance
}

class KeptAttendance implements Attendance {
  readonly hearingId: string
  readonly #signalling: Signalling
  readonly #viewingId = newViewingId()
  readonly #listeners = new Set<() => void>()
  readonly #over = new AbortController()
  readonly #receipts: DarkReceipts
  readonly #term: AttendanceTerm
  #snapshot: AttendanceSnapshot = { state: { kind: 'asking' }, standing: null, watermark: null }
  #keeping: AttendanceKeeping | null = null
  /** The one of the last request. */
  #token: JoinToken | null = null
  #refusedToken: string | undefined
  #takeOver = false
  /** Which request is the present one; answers to others are not heard. */
  #attempt = 0
  #asked = false
  #connected = unanswered()
  #failures = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #unfollow: (() => void) | undefined

  constructor(signalling: Signalling, hearingId: string) {
    this.#signalling = signalling
    this.hearingId = hearingId
    this.#receipts = new DarkReceipts(signalling)
    this.#term = new AttendanceTerm({ signalling, hearingId, onEnded: () => void this.#ask() })
  }

  follow(): void {
    this.#unfollow = this.#signalling.follow({
      onStanding: (standing) => this.#take(standing),
      onOut: (putOut) => this.#end({ kind: 'out', putOut }),
      onConnected: () => this.#askWhereWanted(),
      onLost: () => this.#lost(),
    })
  }

  begin(token: JoinToken): void {
    if (this.#asked || !this.#signalling.connected) return
    this.#asked = true
    void this.#send(++this.#attempt, token)
  }

  keep(keeping: AttendanceKeeping): void {
    this.#keeping = keeping
    const { standing } = this.#snapshot
    if (standing !== null) this.#obey(standing)
    if (!this.#asked) void this.#ask()
    else if (this.#token !== null) this.#renewFrom(this.#token.expiresAtMs)
  }

  snapshot(): AttendanceSnapshot {
    return this.#snapshot
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  attended(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    return Promise.race([
      this.#connected.promise,
      new Promise<never>((_, reject) => {
        const abort = (): void => reject(new DOMException('no longer wanted', 'AbortError'))
        signal.addEventListener('abort', abort, { once: true })
      }),
    ])
  }

  askAgain(takeOver = false): void {
    if (this.#over.signal.aborted) return
    this.#takeOver = takeOver
    this.#failures = 0
    this.#change({ state: { kind: 'asking' } })
    void this.#ask()
  }

  learn(standing: Standing): void {
    const known = this.#snapshot.standing
    if (known === null || standing.version > known.version) this.#take(standing)
  }

  complain(missing: Complaint['missing']): Promise<void> {
    return this.#signalling.complain({ missing })
  }

  report(report: PlayerReport): void {
    if (this.#snapshot.state.kind !== 'attending' || !this.#signalling.connected) return
    // The next one is two seconds away.
    this.#signalling.report(report).catch(() => undefined)
  }

  stop(): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    this.#attempt++
    this.#unfollow?.()
    this.#quieten()
    this.#connected.reject(new DOMException('no longer wanted', 'AbortError'))
    if (this.#asked && this.#signalling.connected) this.#signalling.leave().catch(() => undefined)
  }

  #askWhereWanted(): void {
    const { kind } = this.#snapshot.state
    if (this.#keeping !== null && (kind === 'asking' || kind === 'attending')) void this.#ask()
  }

  #lost(): void {
    this.#attempt++
    this.#connected.reject(new DOMException('the connection is lost', 'AbortError'))
    this.#connected = unanswered()
    this.#quieten()
    this.#receipts.connectionLost()
    if (this.#keeping === null) this.#asked = false
    this.#askWhereWanted()
  }

  async #ask(): Promise<void> {
    const keeping = this.#keeping
    if (keeping === null) return
    this.#quieten()
    this.#asked = true
    const attempt = ++this.#attempt
    try {
      const [token] = await Promise.all([
        keeping.token(this.#refusedToken),
        this.#signalling.untilConnected(this.#over.signal),
      ])
      this.#refusedToken = undefined
      if (attempt === this.#attempt) await this.#send(attempt, token)
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error)
    }
  }

  async #send(attempt: number, token: JoinToken): Promise<void> {
    this.#token = token
    try {
      const answer = await this.#signalling.attend({
        token: token.token,
        hearingId: this.hearingId,
        viewingId: this.#viewingId,
        takeOver: this.#takeOver,
      })
      if (attempt !== this.#attempt) return
      this.#failures = 0
      this.#takeOver = false
      this.#change({ state: { kind: 'attending' }, watermark: answer.watermark })
      this.#take(answer.standing)
      this.#connected.resolve()
      this.#renewFrom(token.expiresAtMs)
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error)
    }
  }

  #renewFrom(expiresAtMs: number): void {
    const keeping = this.#keeping
    if (keeping === null || this.#snapshot.state.kind !== 'attending') return
    this.#quieten()
    this.#term.begin(expiresAtMs, () => keeping.token())
  }

  #failed(error: unknown): void {
    const code = answerCode(error)
    if (code === 'watching_elsewhere') this.#end({ kind: 'elsewhere' })
    else if (code === 'undertaking_needed') this.#end({ kind: 'undertaking' })
    else if (code === 'token_expired' && this.#failures === 0) this.#askLater(this.#token?.token)
    else if (code !== null && isFinal(code)) this.#end({ kind: 'refused', code })
    else this.#askLater()
  }

  #askLater(refusedToken?: string): void {
    if (this.#keeping === null) {
      this.#asked = false
      return
    }
    this.#refusedToken = refusedToken
    // Spread, so that a courtroom's viewers don't come back all together.
    const waitMs = Math.min(maxRetryMs, firstRetryMs * 2 ** this.#failures) * (0.75 + Math.random() / 2)
    this.#failures++
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#ask(), refusedToken === undefined ? waitMs : 0)
  }

  /** Nothing is asked any more, until somebody does. */
  #end(state: AttendanceState): void {
    this.#attempt++
    this.#quieten()
    this.#connected = unanswered()
    this.#keeping?.onOffAir().catch(() => undefined)
    this.#change({ state })
  }

  #quieten(): void {
    clearTimeout(this.#retry)
    this.#term.end()
  }

  #take(standing: Standing): void {
    const known = this.#snapshot.standing
    if (known !== null && standing.version < known.version) return
    // First of all, before anyone draws anything.
    this.#obey(standing)
    this.#change({ standing })
  }

  #obey(standing: Standing): void {
    if (this.#keeping !== null) this.#receipts.obey(standing, this.#keeping.onOffAir)
  }

  #change(change: Partial<AttendanceSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** That nobody waits for it is no error. */
function unanswered(): PromiseWithResolvers<void> {
  const connected = Promise.withResolvers<void>()
  connected.promise.catch(() => undefined)
  return connected
}

/** 128 random bits. */
function newViewingId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
