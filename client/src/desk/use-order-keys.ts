import type { OrderKind } from '@press-gallery/server/protocol/hearing-state'
import { useEffect } from 'react'
import { useSingleKeys } from '../browser/use-single-keys.ts'
import { orderKeys } from './orders.ts'

/** Where letters are text, or choose from a list. */
export const typesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox')

/** Something asks for an answer before anything else. */
export const dialogIsOpen = (): boolean =>
  document.querySelector('dialog[open], [role="dialog"], [role="alertdialog"]') !== null

/**
 * A single key an order, by its place on the keyboard, so that it works in Kazakh and Russian layouts too. They can be turned
 * off, since speech input types letters (WCAG 2.1.4).
 */
export function useOrderKeys(
  offered: readonly OrderKind[],
  press: (order: OrderKind) => void,
): { on: boolean; setOn: (on: boolean) => void } {
  const keys = useSingleKeys()
  const { on } = keys

  useEffect(() => {
    if (!on) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      if (typesText(event.target)) return
      const order = offered.find((one) => orderKeys[one].code === event.code)
      // Behind an open dialog nothing is ordered but what must never wait.
      if (order === undefined || (order !== 'close' && dialogIsOpen())) return
      press(order)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [on, offered, press])

  return keys
}
