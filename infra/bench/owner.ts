/** Owns what the bench has started, and ends it in the reverse order. */
export class Owner {
  readonly #stops: (() => Promise<void>)[] = []

  /** Owns `thing` from now on, and hands it back. */
  own<T>(thing: T, stop: (thing: T) => Promise<void>): T {
    this.#stops.push(() => stop(thing))
    return thing
  }

  /** Ends everything, also past a failure; rejects with the first of them. Idempotent. */
  async stop(): Promise<void> {
    const failures: unknown[] = []
    for (;;) {
      const stop = this.#stops.pop()
      if (stop === undefined) break
      await stop().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
}
