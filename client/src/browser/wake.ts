/** A timer that comes this much late, ms, means that the device slept. */
const sleptMs = 5000
const beatMs = 2000

/**
 * Calls back when there is reason to try again at once instead of waiting: the network came back, the page was
 * shown again, or the device woke from sleep. Returns the function that ends it.
 */
export function onWake(listener: () => void): () => void {
  let lastBeatMs = Date.now()
  const beat = window.setInterval(() => {
    const nowMs = Date.now()
    const late = nowMs - lastBeatMs > beatMs + sleptMs
    lastBeatMs = nowMs
    // Hidden pages have slow timers, and are told of by `visibilitychange` when they come back.
    if (late && document.visibilityState === 'visible') listener()
  }, beatMs)
  const shown = (): void => {
    if (document.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener)
  window.addEventListener('pageshow', shown)
  document.addEventListener('visibilitychange', shown)
  return () => {
    window.clearInterval(beat)
    window.removeEventListener('online', listener)
    window.removeEventListener('pageshow', shown)
    document.removeEventListener('visibilitychange', shown)
  }
}
