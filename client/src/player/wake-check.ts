import { onWake } from '../browser/wake.ts'

/** How long media may take to show that they go on, ms. */
const showsWithinMs = 1_200

/**
 * After a wake, media that go on need no help; where nothing comes within a moment, the connection they came over is dead, which the
 * browser itself finds out only after seconds. Returns the function that ends it.
 */
export function checkOnWake({ came, onNothing }: { came: () => number; onNothing: () => void }): () => void {
  let timer: number | undefined
  const stopWaking = onWake(() => {
    window.clearTimeout(timer)
    const before = came()
    timer = window.setTimeout(() => {
      if (came() === before && document.visibilityState === 'visible') onNothing()
    }, showsWithinMs)
  })
  return () => {
    window.clearTimeout(timer)
    stopWaking()
  }
}
