import { useCallback, useSyncExternalStore } from 'react'
import { remembered } from './remembered.ts'

const rememberedKeys = remembered('press-gallery.order-keys')
const changed = 'press-gallery-single-keys'

function subscribe(listener: () => void): () => void {
  window.addEventListener(changed, listener)
  window.addEventListener('storage', listener)
  return () => {
    window.removeEventListener(changed, listener)
    window.removeEventListener('storage', listener)
  }
}

/** Whether single keys act for staff on this device: one choice for every page and part of a page. */
export function useSingleKeys(): { on: boolean; setOn: (on: boolean) => void } {
  const on = useSyncExternalStore(subscribe, () => rememberedKeys.read() !== 'off')
  const setOn = useCallback((next: boolean): void => {
    rememberedKeys.write(next ? 'on' : 'off')
    window.dispatchEvent(new Event(changed))
  }, [])
  return { on, setOn }
}
