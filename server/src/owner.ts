import type { Logger } from 'pino'

/** Owns what was started and stops it in the opposite order, each once, none for longer than its bound. */
export interface Owner {
  owns(name: string, stop: () => Promise<void> | void): void
  /** Idempotent; never rejects. */
  stop(): Promise<void>
}

export function createOwner(log: Logger, boundMs: number): Owner {
  const owned: { name: string; stop: () => Promise<void> | void }[] = []
  let stopping: Promise<void> | undefined

  const stopAll = async (): Promise<void> => {
    for (const { name, stop } of owned.toReversed()) {
      const timer = Promise.withResolvers<'late'>()
      const timeout = setTimeout(() => timer.resolve('late'), boundMs)
      try {
        const outcome = await Promise.race([Promise.resolve(stop()), timer.promise])
        if (outcome === 'late') log.error({ part: name, boundMs }, 'did not stop in time')
      } catch (error) {
        log.error({ part: name, err: error }, 'failed to stop')
      } finally {
        clearTimeout(timeout)
      }
    }
  }
  return {
    owns: (name, stop) => void owned.push({ name, stop }),
    stop: () => (stopping ??= stopAll()),
  }
}
