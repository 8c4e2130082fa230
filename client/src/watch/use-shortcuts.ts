import { useEffect, useState } from 'react'
import { remembered } from '../browser/remembered.ts'

const rememberedShortcuts = remembered('press-gallery.shortcuts')

export type ShortcutCode = 'KeyM' | 'KeyF' | 'KeyP'

/**
 * Single keys, by their place on the keyboard, so that they work in Kazakh and Russian layouts too. They can be
 * turned off, since speech input types letters (WCAG 2.1.4).
 */
export function useShortcuts(actions: Record<ShortcutCode, () => void>): {
  on: boolean
  setOn: (on: boolean) => void
} {
  const [on, setOn] = useState(() => rememberedShortcuts.read() !== 'off')

  useEffect(() => {
    if (!on) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      if (event.code !== 'KeyM' && event.code !== 'KeyF' && event.code !== 'KeyP') return
      actions[event.code]()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [on, actions])

  return {
    on,
    setOn(next) {
      rememberedShortcuts.write(next ? 'on' : 'off')
      setOn(next)
    },
  }
}
