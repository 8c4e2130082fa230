import { useEffect, useMemo, useState } from 'react'
import { remembered } from '../browser/remembered.ts'

const rememberedShortcuts = remembered('press-gallery.shortcuts')

export interface ShortcutActions {
  sound: () => void
  fullScreen: () => void
  pictureInPicture: () => void
  list: () => void
}

export interface Shortcuts {
  on: boolean
  setOn: (on: boolean) => void
}

/**
 * Single keys, letters by their place on the keyboard, so that they work in Kazakh and Russian layouts too. They can be
 * turned off, since speech input types letters (WCAG 2.1.4).
 */
export function useShortcuts(actions: ShortcutActions): Shortcuts {
  const [on, setOn] = useState(() => rememberedShortcuts.read() !== 'off')

  useEffect(() => {
    if (!on) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      // What is open over the page has the keys for itself.
      if (document.querySelector('dialog[open]') !== null) return
      actionOf(event, actions)?.()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [on, actions])

  return useMemo(
    () => ({
      on,
      setOn(next) {
        rememberedShortcuts.write(next ? 'on' : 'off')
        setOn(next)
      },
    }),
    [on],
  )
}

function actionOf({ code, key }: KeyboardEvent, actions: ShortcutActions): (() => void) | null {
  // Where it stands differs by layout.
  if (key === '?') return actions.list
  switch (code) {
    case 'KeyM':
      return actions.sound
    case 'KeyF':
      return actions.fullScreen
    case 'KeyP':
      return actions.pictureInPicture
    default:
      return null
  }
}
