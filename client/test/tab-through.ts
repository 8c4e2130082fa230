import type { Page } from 'playwright-core'
import { z } from 'zod'

const outcome = z.strictObject({
  /** What can be used, and is not reached by the Tab key. */
  unreached: z.array(z.string()),
  /** What has the focus without showing it. */
  unseen: z.array(z.string()),
})

/**
 * What can be used: in sight, not switched off, and not reached by other keys (the arrows lead through radio buttons and what
 * has tabindex -1). Of each it is noted whether it got the focus, and whether that was to be seen on it or around it.
 */
const prepare = `(() => {
  const shows = (one) => {
    for (let at = one, up = 0; at !== null && up < 3; at = at.parentElement, up++) {
      for (const part of [undefined, '::after']) {
        const { outlineStyle, outlineWidth } = getComputedStyle(at, part)
        if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) return true
      }
    }
    return false
  }
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  const groupOf = (one) => one.type === 'radio' ? document.querySelectorAll('[name="' + CSS.escape(one.name) + '"]') : [one]
  window.tabs = {
    reached: new Set(),
    unseen: [],
    listen(event) {
      for (const one of groupOf(event.target)) window.tabs.reached.add(one)
      if (!shows(event.target)) window.tabs.unseen.push(event.target.outerHTML.slice(0, 120))
    },
    left: () => [...document.querySelectorAll(usable)].filter((one) => one.checkVisibility({ visibilityProperty: true }) &&
      !one.matches(':disabled, [tabindex="-1"], [inert] *') && !window.tabs.reached.has(one)),
  }
  document.activeElement?.blur()
  document.addEventListener('focusin', window.tabs.listen)
})()`

/** Presses Tab until everything was reached, or for as often as there are things twice over. */
export async function tabThrough(page: Page): Promise<z.infer<typeof outcome>> {
  await page.evaluate(prepare)
  const all = Number(await page.evaluate('window.tabs.left().length'))
  for (let pressed = 0; pressed < 2 * all + 10; pressed++) {
    // Often enough asked, and not at each.
    if (pressed % 10 === 9 && (await page.evaluate('window.tabs.left().length')) === 0) break
    await page.keyboard.press('Tab')
  }
  return outcome.parse(
    await page.evaluate(`(() => {
      document.removeEventListener('focusin', window.tabs.listen)
      // A skip link that has the focus lies over what comes next.
      document.activeElement?.blur()
      return { unreached: window.tabs.left().map((one) => one.outerHTML.slice(0, 120)), unseen: window.tabs.unseen }
    })()`),
  )
}
