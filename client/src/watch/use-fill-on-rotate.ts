import { useEffect, type RefObject } from 'react'

/** For how long a browser still moves its bars and the page after a turn, ms. */
const settlesMs = 1000

/** As in `watch.css`. */
const onItsSide = '(orientation: landscape) and (height <= 28rem)'

/** On a phone that is turned on its side the picture fills the screen: what stands above it is scrolled away, not taken away. */
export function useFillOnRotate(picture: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const query = window.matchMedia(onItsSide)
    let turnedMs = -settlesMs
    let frame = 0
    const fill = (): void => {
      if (query.matches) picture.current?.scrollIntoView({ block: 'start' })
    }
    const settle = (): void => {
      if (performance.now() - turnedMs > settlesMs) return
      // Once the page has its new shape, too.
      window.cancelAnimationFrame(frame)
      frame = window.requestAnimationFrame(() => {
        frame = window.requestAnimationFrame(fill)
      })
    }
    const turned = (): void => {
      turnedMs = performance.now()
      fill()
      settle()
    }
    turned()
    query.addEventListener('change', turned)
    window.addEventListener('resize', settle)
    // The title comes with the list, and may take a line more than what stood in for it.
    const grown = new ResizeObserver(settle)
    grown.observe(document.body)
    return () => {
      grown.disconnect()
      window.cancelAnimationFrame(frame)
      query.removeEventListener('change', turned)
      window.removeEventListener('resize', settle)
    }
  }, [picture])
}
