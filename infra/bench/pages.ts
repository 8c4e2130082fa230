import type { Browser } from 'playwright-core'
import { z } from 'zod'
import { signIn, type Product } from './product.ts'
import { summarise } from './statistics.ts'
import type { Row } from './table.ts'
import type { Wait } from './watching.ts'

/** As Lighthouse takes an ordinary phone for a fraction of the machine it runs on. */
export const slowdown = 4
const loads = 5
/** A page has come to rest, long tasks and shifts included. */
const settlingMs = 6_000

/** What one load of a page came to. Times in ms, sizes in bytes as transferred. */
const load = z.object({
  largestPaintMs: z.number(),
  shift: z.number(),
  longTasksMs: z.array(z.number()),
  scriptBytes: z.number(),
})
type Load = z.infer<typeof load>

/**
 * Runs before the page's own scripts. Largest Contentful Paint, layout shift and long tasks as the browser reports them; the
 * largest window of shifts counts (web.dev/articles/cls), which here is all of them: nobody touches the page.
 */
const observing = `globalThis.pressGalleryPage = { largestPaintMs: 0, shift: 0, longTasksMs: [] }
const observe = (type, each) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
observe('largest-contentful-paint', ({ startTime }) => { pressGalleryPage.largestPaintMs = startTime })
observe('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) pressGalleryPage.shift += value })
observe('longtask', ({ duration }) => { pressGalleryPage.longTasksMs.push(duration) })`

/** Whoever has been here before is kept the room for the navigation that they had: a technician's. */
const beenHere = `localStorage.setItem('press-gallery.places', 'hearings console desk screens')`

const taking = `({ ...pressGalleryPage, scriptBytes: performance.getEntriesByType('resource')
  .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  .reduce((sum, { transferSize }) => sum + transferSize, 0) })`

/** Loads the pages that most people see, each time in a browser that has none of them yet, on a processor `slowdown` times slower. */
export async function measurePages(
  browser: Browser,
  product: Product,
  options: { wait: Wait; say: (text: string) => void },
): Promise<Row[]> {
  const pages = [
    { name: 'sign-in', path: '/sign-in', signedIn: false },
    { name: 'hearings', path: '/hearings', signedIn: true },
    { name: 'watch page', path: product.hearing.watch, signedIn: true },
  ]
  const rows: Row[] = []
  for (const { name, path, signedIn } of pages) {
    options.say(`Press Gallery: loading ${name} ${loads} times on a ${slowdown} times slower processor`)
    const taken: Load[] = []
    for (let i = 0; i < loads; i++) taken.push(await loadOnce(path, signedIn))
    const row = (metric: string, unit: Row['unit'], pick: (one: Load) => number): Row => ({
      system: 'Press Gallery',
      metric: `${name}: ${metric}`,
      unit,
      summary: summarise(taken.map(pick)),
    })
    rows.push(
      row('largest contentful paint', 'ms', ({ largestPaintMs }) => largestPaintMs),
      row('layout shift', 'score', ({ shift }) => shift),
      row('long tasks', 'count', ({ longTasksMs }) => longTasksMs.length),
      row('longest task', 'ms', ({ longTasksMs }) => Math.max(0, ...longTasksMs)),
      row('scripts transferred', 'kB', ({ scriptBytes }) => scriptBytes / 1000),
    )
  }
  return rows

  async function loadOnce(path: string, signedIn: boolean): Promise<Load> {
    const context = await browser.newContext({ viewport: { width: 412, height: 915 }, locale: 'ru' })
    try {
      await context.addInitScript({ content: observing })
      if (signedIn) await context.addInitScript({ content: beenHere })
      const page = await context.newPage()
      if (signedIn) await signIn(page, product)
      const devtools = await context.newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
      await page.goto(new URL(path, product.url).href)
      await options.wait(settlingMs)
      return load.parse(await page.evaluate(taking))
    } finally {
      await context.close()
    }
  }
}
