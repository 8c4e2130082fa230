import type { OrderKind } from '@press-gallery/server/protocol/hearing-state'
import { useEffect, useState } from 'react'
import { remembered } from '../browser/remembered.ts'
import { orderKeys } from './orders.ts'

const rememberedKeys = remembered('press-gallery.order-keys')

/** Where letters are text, or choose from a list. */
const typesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox')

/**
 * A single key an order, by its place on the keyboard, so that it works in Kazakh and Russian layouts too. They can be turned
 * off, since speech input types letters (WCAG 2.1.4).
 */
export function useOrderKeys(
  offered: readonly OrderKind[],
  press: (order: OrderKind) => void,
): { on: boolean; setOn: (on: boolean) => void } {
  const [on, setOn] = useState(() => rememberedKeys.read() !== 'off')

  useEffect(() => {
    if (!on) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      if (typesText(event.target)) return
      const order = offered.find((one) => orderKeys[one].code === event.code)
      if (order !== undefined) press(order)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [on, offered, press])

  return {
    on,
    setOn(next) {
      rememberedKeys.write(next ? 'on' : 'off')
      setOn(next)
    },
  }
}
