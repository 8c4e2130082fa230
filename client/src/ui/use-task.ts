import { useCallback, useEffect, useRef, useState } from 'react'

export interface Task<A extends unknown[]> {
  busy: boolean
  /** What the last try failed with; null: it has not failed. */
  error: unknown
  /** Whether it is done; not while a former call is under way. */
  run: (...args: A) => Promise<boolean>
}

/** Something that a person asks for and that takes a moment: one at a time, and what went wrong is kept to be shown. */
export function useTask<A extends unknown[]>(work: (...args: A) => Promise<unknown>): Task<A> {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  const busy = useRef(false)
  const run = useCallback(async (...args: A): Promise<boolean> => {
    if (busy.current) return false
    busy.current = true
    setState({ busy: true, error: null })
    let error: unknown = null
    try {
      await latest.current(...args)
    } catch (failure) {
      error = failure
    }
    busy.current = false
    setState({ busy: false, error })
    return error === null
  }, [])
  return { ...state, run }
}
