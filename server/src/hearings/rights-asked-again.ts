import type { RightsChanges } from '../access/rights-changes.ts'

export interface AskWheneverOptions {
  changes: Pick<RightsChanges, 'onChanged'>
  /** Asks for everyone who holds something open. */
  ask: () => Promise<void>
  /**
   * Told of the first of several failures. It is asked again until it succeeds: who lost a right must not keep it because the
   * store did not answer once.
   */
  onFailure: (error: unknown) => void
}

/** Rights that end by the calendar, and sessions that end, are noticed by then; rights that are taken, at once. */
const everyMs = 10_000
const afterFailureMs = 250

/** Asks at each change of rights, one asking at a time: what changes meanwhile is asked about right after it. */
export function askWhenever({ changes, ask, onFailure }: AskWheneverOptions): { stop(): void } {
  let asking = false
  let askMore = false
  let stopped = false
  let failed = false

  const isDue = (): boolean => askMore && !stopped
  const run = async (): Promise<void> => {
    while (isDue()) {
      askMore = false
      try {
        await ask()
        failed = false
      } catch (error) {
        if (!failed) onFailure(error)
        failed = true
        askMore = true
        await new Promise((resolve) => setTimeout(resolve, afterFailureMs))
      }
    }
    asking = false
  }
  const onChanged = (): void => {
    askMore = true
    if (asking || stopped) return
    asking = true
    void run()
  }
  const unsubscribe = changes.onChanged(onChanged)
  const timer = setInterval(onChanged, everyMs)
  return {
    stop() {
      stopped = true
      unsubscribe()
      clearInterval(timer)
    },
  }
}
