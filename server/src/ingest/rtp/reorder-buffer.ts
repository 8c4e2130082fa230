import type { RtpHeader } from './rtp-header.ts'
import { sequenceDistance } from './wrapping.ts'

export interface Arrived {
  packet: Buffer
  header: RtpHeader
  arrivalMs: number
}

/** A packet that is later than this is taken for lost: longer waiting would delay every frame after a real loss. */
const patienceMs = 40
const maxHeld = 256

/**
 * Brings a sender's packets from UDP into order: nothing waits while none is missing, a gap holds back what follows
 * until it is filled or `patienceMs` has passed. Duplicates and what comes too late are dropped. Another SSRC begins anew.
 */
export class ReorderBuffer {
  readonly #deliver: (arrived: Arrived) => void
  readonly #held = new Map<number, Arrived>()
  #ssrc: number | null = null
  #expected: number | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(deliver: (arrived: Arrived) => void) {
    this.#deliver = deliver
  }

  push(arrived: Arrived): void {
    const { sequence, ssrc } = arrived.header
    this.#expected ??= sequence
    this.#ssrc ??= ssrc
    const ahead = sequenceDistance(this.#expected, sequence)
    if (ssrc !== this.#ssrc || Math.abs(ahead) > 3000) {
      // The camera began anew with its numbers.
      this.#ssrc = ssrc
      this.#release()
      this.#expected = sequence
    } else if (ahead < 0) return
    this.#held.set(sequence, arrived)
    this.#drain()
    if (this.#held.size > maxHeld) this.#skipGap()
    if (this.#held.size > 0) this.#timer ??= setTimeout(() => this.#onTimer(), patienceMs)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#held.clear()
  }

  #onTimer(): void {
    this.#timer = null
    this.#skipGap()
    if (this.#held.size > 0) this.#timer = setTimeout(() => this.#onTimer(), patienceMs)
  }

  #drain(): void {
    while (this.#expected !== null) {
      const next = this.#held.get(this.#expected)
      if (!next) return
      this.#held.delete(this.#expected)
      this.#expected = (this.#expected + 1) & 0xffff
      this.#deliver(next)
    }
    if (this.#held.size === 0 && this.#timer) {
      clearTimeout(this.#timer)
      this.#timer = null
    }
  }

  #skipGap(): void {
    const from = this.#expected
    if (from === null || this.#held.size === 0) return
    const nearest = Math.min(...[...this.#held.keys()].map((sequence) => sequenceDistance(from, sequence)))
    this.#expected = (from + nearest) & 0xffff
    this.#drain()
  }

  #release(): void {
    while (this.#held.size > 0) this.#skipGap()
  }
}
