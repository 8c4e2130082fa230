import type { RefObject } from 'react'
import { flushSync } from 'react-dom'

/**
 * Changes what is shown, then gives the focus to what stays: the element that had it is going, and a dialog that closes would give
 * it back to that one.
 */
export function thenFocus(change: () => void, target: RefObject<HTMLElement | null>): void {
  flushSync(change)
  target.current?.focus()
}
