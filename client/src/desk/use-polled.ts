import { useCallback, useEffect, useState } from 'react'
import { ApiError, isFinal } from '../api/api-error.ts'
import { askAgain } from '../api/ask-again.ts'

export interface Polled<T> {
  /** The last answer; null before the first, and when the server has said that there is none for this person. */
  value: T | null
  /** What the last question failed with; null: it was answered. With a value, the value may be out of date. */
  error: unknown
  /** When the last answer came, ms since the epoch by this device's clock; null: none yet. */
  heardMs: number | null
  /** Asks at once. */
  again: () => void
}

interface State<T> {
  /** Of which question these are the answers, */
  ask: (() => Promise<T>) | null
  /** asked anew for which time. */
  round: number
  value: T | null
  error: unknown
  heardMs: number | null
}

/** Keeps an answer of the server up to date while the page is visible. Null: there is nothing to ask. */
export function usePolled<T>(ask: (() => Promise<T>) | null, everyMs: number): Polled<T> {
  const empty: State<T> = { ask, round: 0, value: null, error: null, heardMs: null }
  const [state, setState] = useState(empty)
  const [round, setRound] = useState(0)
  useEffect(
    () =>
      ask === null
        ? undefined
        : askAgain({
            ask,
            everyMs,
            maxEveryMs: Math.max(everyMs, 5000),
            onAnswer: (value) => setState({ ask, round, value, error: null, heardMs: Date.now() }),
            onFailure: (error) => {
              const final = error instanceof ApiError && isFinal(error.code)
              setState((last) => ({
                ask,
                round,
                value: final || last.ask !== ask ? null : last.value,
                error,
                heardMs: last.ask === ask ? last.heardMs : null,
              }))
              return !final
            },
          }),
    [ask, everyMs, round],
  )
  const again = useCallback(() => setRound((last) => last + 1), [])
  // Answers to another question say nothing of this one.
  const { value, error, heardMs } = state.ask === ask ? state : empty
  return { value, error, heardMs, again }
}
