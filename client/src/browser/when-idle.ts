/**
 * Does `work` when the page has nothing else to do, at the latest after `withinMs`. Where a browser does not tell (Safari),
 * after what is due now.
 */
export function whenIdle(work: () => void, withinMs: number): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: withinMs })
  else setTimeout(work)
}
