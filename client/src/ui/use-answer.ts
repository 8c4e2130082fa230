import { useCallback, useEffect, useMemo, useState } from 'react'

export interface Answer<T> {
  /** The last answer there was; null: none yet. */
  value: T | null
  /** What the last question failed with; null: it has not. */
  error: unknown
  /** Asks anew; what was answered stays in sight meanwhile. */
  reload: () => void
}

/** What the server answers to one question, asked when the page comes and whenever the question changes. */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [round, setRound] = useState(0)
  const [state, setState] = useState<{ value: T | null; error: unknown }>({ value: null, error: null })
  const question = useMemo(() => ({ ask, round }), [ask, round])
  useEffect(() => {
    let wanted = true
    question
      .ask()
      .then((value) => wanted && setState({ value, error: null }))
      .catch((error: unknown) => wanted && setState((last) => ({ ...last, error })))
    return () => {
      wanted = false
    }
  }, [question])
  const reload = useCallback(() => setRound((last) => last + 1), [])
  return { ...state, reload }
}
