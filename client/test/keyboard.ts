import type { Locator, Page } from 'playwright-core'

/** Goes on with Tab until what has the focus is this; by how many steps of the page at most. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  // On a busy machine the page is quicker gone round than it is there.
  await target.first().waitFor({ state: 'attached' })
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await hasFocus(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not lead to ${String(target)}`)
}

/** As somebody does who sees where the focus is: goes to it, and presses Enter. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** What has the focus and is not in there; '' where a reader has something to say, and Tab goes on from it. */
export const focusOutside = (place: Locator) => (): Promise<string> =>
  place.evaluate((one) => {
    const { activeElement } = document
    return one.contains(activeElement) ? '' : (activeElement?.outerHTML.slice(0, 200) ?? 'nothing')
  })

const hasFocus = async (target: Locator): Promise<boolean> =>
  (await target.count()) > 0 && target.first().evaluate((one) => one === document.activeElement)
