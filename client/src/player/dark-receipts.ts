import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import type { Signalling } from './signalling.ts'

/** A standing that is answered by showing nothing. */
interface Dark {
  version: number
  /** From the standing's arrival to the last frame shown. */
  afterMs: Promise<number>
  /** Over the present connection. */
  answered: boolean
}

/** Obeys standings that are off the air, and answers each once it is obeyed. */
export class DarkReceipts {
  readonly #signalling: Pick<Signalling, 'connected' | 'dark'>
  #dark: Dark | null = null

  constructor(signalling: Pick<Signalling, 'connected' | 'dark'>) {
    this.#signalling = signalling
  }

  /** `onOffAir`: see `AttendanceKeeping`. Called within this call, and once for each version. */
  obey({ state, version }: Standing, onOffAir: () => Promise<number>): void {
    if (state === 'live') {
      this.#dark = null
      return
    }
    if (this.#dark?.version !== version) this.#dark = { version, afterMs: onOffAir(), answered: false }
    void this.#answer(this.#dark)
  }

  /** The connection was lost: the next one's standing is answered again, in case that the receipt was lost with it. */
  connectionLost(): void {
    if (this.#dark !== null) this.#dark.answered = false
  }

  async #answer(dark: Dark): Promise<void> {
    if (dark.answered || !this.#signalling.connected) return
    dark.answered = true
    try {
      await this.#signalling.dark({ version: dark.version, afterMs: await dark.afterMs })
    } catch {
      // Answered with the next standing of this version, which comes with each new attendance.
      dark.answered = false
    }
  }
}
