import { onWake } from '../browser/wake.ts'

export interface AskAgainOptions<T> {
  ask: () => Promise<T>
  /** Between an answer and the next question, ms; doubled after each failure up to `maxEveryMs`. */
  everyMs: number
  maxEveryMs: number
  onAnswer: (answer: T) => void
  /** Returns whether to go on asking. */
  onFailure: (error: unknown) => boolean
}

/** Asks at once, then again and again while the page is visible; at once when the page or the network comes back. */
export function askAgain<T>({
  ask,
  everyMs,
  maxEveryMs,
  onAnswer,
  onFailure,
}: AskAgainOptions<T>): () => void {
  let stopped = false
  let asking = false
  let failures = 0
  let timer: number | undefined

  const end = (): void => {
    stopped = true
    window.clearTimeout(timer)
    stopWaking()
  }

  const round = async (): Promise<void> => {
    if (stopped || asking || document.visibilityState === 'hidden') return
    window.clearTimeout(timer)
    asking = true
    try {
      const answer = await ask()
      failures = 0
      if (!stopped) onAnswer(answer)
    } catch (error) {
      failures++
      if (!stopped && !onFailure(error)) end()
    } finally {
      asking = false
    }
    if (!stopped) timer = window.setTimeout(() => void round(), Math.min(everyMs * 2 ** failures, maxEveryMs))
  }

  const stopWaking = onWake(() => void round())
  void round()
  return end
}
