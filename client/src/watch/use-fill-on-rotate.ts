import { useEffect, type RefObject } from 'react'

/** As in `watch.css`. */
const onItsSide = '(orientation: landscape) and (height <= 28rem)'

/** On a phone that is turned on its side the picture fills the screen: what stands above it is scrolled away, not taken away. */
export function useFillOnRotate(picture: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const query = window.matchMedia(onItsSide)
    const turned = (): void => {
      if (query.matches) picture.current?.scrollIntoView({ block: 'start' })
    }
    turned()
    query.addEventListener('change', turned)
    return () => query.removeEventListener('change', turned)
  }, [picture])
}
