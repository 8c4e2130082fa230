import { useEffect, useRef, useState } from 'react'
import { useSingleKeys } from '../browser/use-single-keys.ts'
import { dialogIsOpen, typesText } from '../desk/use-order-keys.ts'

export interface ConsoleKeyActions {
  /** 1 to 9. */
  digit?: (number: number) => void
  /** By place on the keyboard, such as `KeyT`. */
  letters?: Readonly<Record<string, () => void>>
}

export interface ConsoleKeys {
  on: boolean
  setOn: (on: boolean) => void
  help: { shown: boolean; open: () => void; close: () => void }
}

/**
 * Single keys, by their place on the keyboard, so that they work in Kazakh and Russian layouts too; `?` lists them. They can be
 * turned off, since speech input types letters (WCAG 2.1.4).
 */
export function useConsoleKeys(actions: ConsoleKeyActions): ConsoleKeys {
  const { on, setOn } = useSingleKeys()
  const [shown, setShown] = useState(false)
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })

  useEffect(() => {
    if (!on) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      // A dialog has the keyboard to itself.
      if (typesText(event.target) || dialogIsOpen()) return
      if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) {
        setShown(true)
        return
      }
      if (event.shiftKey) return
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
      if (digit !== undefined) latest.current.digit?.(Number(digit))
      else latest.current.letters?.[event.code]?.()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [on])

  return {
    on,
    setOn,
    help: { shown, open: () => setShown(true), close: () => setShown(false) },
  }
}
