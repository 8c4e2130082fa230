import { useEffect } from 'react'
import { keepPresentBuild, keepShell } from './kept-shell.ts'

/** The page's own start, and the picture, go first, ms. */
const afterMs = 10_000

/** Has the pages of people kept on the device, once somebody has use for them: those who are signed in. */
export function useKeptShell(isSignedIn: boolean): void {
  useEffect(() => {
    if (!isSignedIn) return undefined
    let end = (): void => undefined
    const timer = window.setTimeout(() => {
      end = keepShell('/')
      void keepPresentBuild()
    }, afterMs)
    return () => {
      window.clearTimeout(timer)
      end()
    }
  }, [isSignedIn])
}
