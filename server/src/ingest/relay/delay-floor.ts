const windowMs = 5000

/** The smallest delay of the last five to ten seconds: what is left of a delay when nothing queued. */
export class DelayFloor {
  #before: number | null = null
  #current: number | null = null
  #beganAtMs = 0

  push(delayMs: number, nowMs: number): void {
    if (nowMs - this.#beganAtMs > windowMs) {
      this.#before = this.#current
      this.#current = null
      this.#beganAtMs = nowMs
    }
    this.#current = this.#current === null ? delayMs : Math.min(this.#current, delayMs)
  }

  lowestMs(): number | null {
    if (this.#before === null) return this.#current
    return this.#current === null ? this.#before : Math.min(this.#before, this.#current)
  }

  clear(): void {
    this.#before = null
    this.#current = null
  }
}
