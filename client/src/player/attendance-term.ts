import { SignallingError } from './media-signalling.ts'
import type { Signalling } from './signalling.ts'
import type { JoinToken } from './webrtc-join.ts'
import { keepRenewed } from './webrtc-renewal.ts'

export interface AttendanceTermOptions {
  signalling: Pick<Signalling, 'renew'>
  hearingId: string
  /** The server counts this viewer no more, or will not for long: attend anew. */
  onEnded: () => void
}

/** For how long the server counts a viewer by one token; renewed ahead of its end for as long as it is wanted. */
export class AttendanceTerm {
  readonly #options: AttendanceTermOptions
  #endTimer: ReturnType<typeof setTimeout> | undefined
  #stopRenewing: (() => void) | undefined
  /** Which term is the present one; what becomes of others is not heard. */
  #term = 0

  constructor(options: AttendanceTermOptions) {
    this.#options = options
  }

  /** In the place of a term before it. `getToken` as `PlaybackOptions.token`. */
  begin(expiresAtMs: number, getToken: () => Promise<JoinToken>): void {
    this.end()
    const term = this.#term
    let endMs = expiresAtMs
    this.#endAt(endMs)
    this.#stopRenewing = keepRenewed({
      expiresAtMs,
      getToken: async () => {
        const renewed = await getToken()
        endMs = renewed.expiresAtMs
        return renewed
      },
      renew: (token) => this.#renew(term, token, endMs),
    })
  }

  /** Nothing is renewed, and nobody told, from now on. Idempotent. */
  end(): void {
    this.#term++
    clearTimeout(this.#endTimer)
    this.#stopRenewing?.()
  }

  /** Not renewed by then, as where the device slept. */
  #endAt(endMs: number): void {
    clearTimeout(this.#endTimer)
    this.#endTimer = setTimeout(this.#options.onEnded, Math.max(0, endMs - Date.now()))
  }

  async #renew(term: number, token: string, endMs: number): Promise<void> {
    try {
      await this.#options.signalling.renew(token, this.#options.hearingId)
      if (term === this.#term) this.#endAt(endMs)
    } catch (error) {
      if (term !== this.#term || !(error instanceof SignallingError)) throw error
      // Why, the answer to a new attendance tells.
      this.#options.onEnded()
    }
  }
}
