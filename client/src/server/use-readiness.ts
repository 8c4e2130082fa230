import { readinessAnswer } from '@press-gallery/server/protocol/health'
import { useEffect, useState } from 'react'
import { z } from 'zod'

const part = z.enum(['sfu', 'recorder', 'database'])
type Part = z.infer<typeof part>

const none: readonly Part[] = []

/**
 * The parts that can't do their work, asked for where the server could not say how it is: without a database it knows no session, and
 * still tells this. `failure`: of the last question; null: it was answered.
 */
export function useReadiness(failure: unknown): readonly Part[] {
  const [known, setKnown] = useState<{ failure: unknown; unable: readonly Part[] }>({ failure, unable: none })
  useEffect(() => {
    if (failure === null) return undefined
    const abort = new AbortController()
    const read = async (): Promise<void> => {
      const answer = await fetch('/readyz', { cache: 'no-store', signal: abort.signal })
      const { parts } = readinessAnswer.parse(await answer.json())
      const names = Object.keys(parts).filter((name) => parts[name] === false)
      setKnown({ failure, unable: names.flatMap((name) => part.safeParse(name).data ?? []) })
    }
    // That there is no answer at all is said by the page already.
    read().catch(() => undefined)
    return () => abort.abort()
  }, [failure])
  return known.failure === failure ? known.unable : none
}
