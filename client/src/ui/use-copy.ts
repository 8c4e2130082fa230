import { useCallback, useState } from 'react'

export type CopyOutcome = 'none' | 'copied' | 'failed'

/** Puts texts on the clipboard, which browsers allow over HTTPS only. */
export function useCopy(): { copy: (text: string) => Promise<void>; outcome: CopyOutcome } {
  const [outcome, setOutcome] = useState<CopyOutcome>('none')
  const copy = useCallback(async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
    } catch {
      setOutcome('failed')
    }
  }, [])
  return { copy, outcome }
}
