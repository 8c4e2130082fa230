import { useCallback, useEffect, useState } from 'react'

export interface Answer<T> {
  /** The last answer there was; null: none yet. */
  value: T | null
  /** What the last question failed with. */
  error: unknown
  /** Asks anew; what was answered stays in sight meanwhile. */
  reload: () => void
}

/** What the server answers to one question, asked when the page comes and whenever the question changes. */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [round, setRound] = useState(0)
  const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null })
  useEffect(() => {
    let wanted = true
    ask()
      .then((value) => wanted && setState({ value, error: null }))
      .catch((error: unknown) => wanted && setState((last) => ({ ...last, error })))
    return () => {
      wanted = false
    }
  }, [ask, round])
  const reload = useCallback(() => setRound((last) => last + 1), [])
  return { ...state, reload }
}
