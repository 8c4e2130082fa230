/** A timer that comes this much late, ms, means that the device slept. */
const sleptMs = 5000
const beatMs = 2000

/** `network`: it is surely another one than before, as from Wi-Fi to mobile; what was open over the old one is dead. */
export type WakeReason = 'network' | 'online' | 'shown' | 'slept'

/**
 * Calls back when there is reason to try again at once instead of waiting: the network changed or came back, the page was
 * shown again, or the device woke from sleep. Returns the function that ends it.
 */
export function onWake(listener: (why: WakeReason) => void): () => void {
  let lastBeatMs = Date.now()
  const beat = window.setInterval(() => {
    const nowMs = Date.now()
    const late = nowMs - lastBeatMs > beatMs + sleptMs
    lastBeatMs = nowMs
    // Hidden pages have slow timers, and are told of by `visibilitychange` when they come back.
    if (late && document.visibilityState === 'visible') listener('slept')
  }, beatMs)
  const shown = (): void => {
    if (document.visibilityState === 'visible') listener('shown')
  }
  const restored = (event: PageTransitionEvent): void => {
    if (event.persisted) shown()
  }
  const online = (): void => listener('online')
  const stopNetwork = onOtherNetwork(() => listener('network'))
  window.addEventListener('online', online)
  window.addEventListener('pageshow', restored)
  document.addEventListener('visibilitychange', shown)
  // Of a page that the browser had frozen.
  document.addEventListener('resume', shown)
  return () => {
    window.clearInterval(beat)
    stopNetwork()
    window.removeEventListener('online', online)
    window.removeEventListener('pageshow', restored)
    document.removeEventListener('visibilitychange', shown)
    document.removeEventListener('resume', shown)
  }
}

/** Told by Chromium on phones alone (Network Information); elsewhere what was open has to be tried. */
function onOtherNetwork(listener: () => void): () => void {
  const connection: unknown = Reflect.get(navigator, 'connection')
  if (!(connection instanceof EventTarget)) return () => undefined
  const typeNow = (): unknown => Reflect.get(connection, 'type')
  let type = typeNow()
  // It also tells of each new estimate of speed, which means nothing here.
  const changed = (): void => {
    const before = type
    type = typeNow()
    if (type !== before && type !== 'none') listener()
  }
  connection.addEventListener('change', changed)
  return () => connection.removeEventListener('change', changed)
}
