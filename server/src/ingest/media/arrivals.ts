const kept = 256

/** When the input of which an output was made came in. */
export class Arrivals {
  readonly #inputs: { timeMs: number; arrivalMs: number }[] = []

  note(timeMs: number, arrivalMs: number): void {
    this.#inputs.push({ timeMs, arrivalMs })
    if (this.#inputs.length > kept) this.#inputs.shift()
  }

  /** The arrival of the last input that is not later than `timeMs`; null when none is known. */
  of(timeMs: number): number | null {
    return this.#inputs.findLast((input) => input.timeMs <= timeMs)?.arrivalMs ?? null
  }
}
