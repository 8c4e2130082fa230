import type { Page } from 'playwright-core'
import { z } from 'zod'
import type { Product } from './product.ts'
import { clerkOf } from './staff.ts'
import { summarise } from './statistics.ts'
import type { SystemUnderTest } from './system.ts'
import type { Row } from './table.ts'
import type { Wait } from './watching.ts'

export interface ClosingOptions {
  /** How often the session is closed and reopened. */
  closings: number
  wait: Wait
}

const seen = z.object({ lastFrameMs: z.number(), darkMs: z.number().nullable() })
const darkWithinMs = 5_000
const backWithinMs = 30_000

/**
 * Closes the session again and again before a viewer's eyes: from the order, and from its acknowledgement, to the last
 * frame that was shown, and to the slate in its place. Negative: dark before the clerk had the answer.
 */
export async function measureClosing(
  page: Page,
  system: SystemUnderTest,
  product: Product,
  { closings, wait }: ClosingOptions,
): Promise<Row[]> {
  const clerk = await clerkOf(product)
  const lastFrames: number[] = []
  const slates: number[] = []
  const fromOrder: number[] = []
  await system.click(page)
  for (let i = 0; i < closings; i++) {
    await untilShowing(page, wait)
    await page.evaluate(watchClosing)
    await untilFrameSeen(page, wait)
    const orderedMs = Date.now()
    await clerk.order('close')
    const acknowledgedMs = Date.now()
    const { lastFrameMs, darkMs } = await untilDark(page, wait)
    lastFrames.push(lastFrameMs - acknowledgedMs)
    slates.push(darkMs - acknowledgedMs)
    fromOrder.push(darkMs - orderedMs)
    await clerk.order('reopen')
  }
  await untilShowing(page, wait)
  const row = (metric: string, values: readonly number[]): Row => ({
    system: system.name,
    metric,
    unit: 'ms',
    summary: summarise(values),
  })
  return [
    row('closed: acknowledgement to last frame', lastFrames),
    row('closed: acknowledgement to slate', slates),
    row('closed: order to slate', fromOrder),
  ]
}

/** In the page: when each frame was shown, and when the slate was. Times are ms since the epoch. */
const watchClosing = `(() => {
  const state = (globalThis.pressGalleryClosing = { lastFrameMs: 0, darkMs: null })
  for (const video of document.querySelectorAll('video')) {
    const shown = (now, { expectedDisplayTime }) => {
      state.lastFrameMs = Math.max(state.lastFrameMs, performance.timeOrigin + expectedDisplayTime)
      video.requestVideoFrameCallback(shown)
    }
    video.requestVideoFrameCallback(shown)
  }
  const observer = new MutationObserver(() => {
    if (document.querySelector('.slate[data-kind=closed]') === null) return
    observer.disconnect()
    requestAnimationFrame((now) => (state.darkMs = performance.timeOrigin + now))
  })
  observer.observe(document.body, { childList: true, subtree: true })
})()`

/** Asks from outside: the page's own security policy lets nobody poll from within. */
async function untilDark(page: Page, wait: Wait): Promise<{ lastFrameMs: number; darkMs: number }> {
  const deadline = Date.now() + darkWithinMs
  while (Date.now() < deadline) {
    const { lastFrameMs, darkMs } = seen.parse(await page.evaluate('globalThis.pressGalleryClosing'))
    if (darkMs !== null) return { lastFrameMs, darkMs }
    await wait(20)
  }
  throw new Error(`no slate in ${darkWithinMs} ms after the session was closed`)
}

/** What is asked for is told of the frame after next. */
async function untilFrameSeen(page: Page, wait: Wait): Promise<void> {
  const deadline = Date.now() + backWithinMs
  while (seen.parse(await page.evaluate('globalThis.pressGalleryClosing')).lastFrameMs === 0) {
    if (Date.now() > deadline) throw new Error(`no frame in ${backWithinMs} ms`)
    await wait(20)
  }
}

async function untilShowing(page: Page, wait: Wait): Promise<void> {
  const deadline = Date.now() + backWithinMs
  const time = (): Promise<unknown> =>
    page.evaluate(`Math.max(0, ...[...document.querySelectorAll('video')].map((video) => video.currentTime))`)
  for (let moves = 0, last: unknown = 0; moves < 5;) {
    if (Date.now() > deadline)
      throw new Error(`no picture in ${backWithinMs} ms after the session was reopened`)
    const now = await time()
    moves = now !== last && now !== 0 ? moves + 1 : 0
    last = now
    await wait(200)
  }
}
