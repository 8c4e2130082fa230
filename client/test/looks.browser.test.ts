import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  install,
  startServer,
  type Installation,
  type ServerProcess,
} from '../../server/test/server-process.ts'
import en from '../src/i18n/en.json' with { type: 'json' }
import { giveAllCourts } from '../../infra/demo/give-all-courts.ts'
import { languages } from '../src/i18n/languages.ts'
import { wordsOf } from '../src/i18n/testing/messages.ts'
import { launchForPeople, type PeoplesBrowser } from './chromium.ts'
import { pagesOf, type Visitor } from './pages-of.ts'
import { tabThrough } from './tab-through.ts'
import { pageOf, untilShown } from './visitors.ts'

const places = {
  courtId: 'court-1',
  courtroomId: 'room-1',
  hearingId: 'hearing-1',
  plannedId: 'hearing-1b',
}
/** Of a page from its first paint on (web.dev: good is up to 0.1). */
const largestShift = 0.03

let installation: Installation
let server: ServerProcess
let browser: PeoplesBrowser

beforeAll(async () => {
  installation = await install()
  await giveAllCourts(installation.dataDir, 'admin')
  server = await startServer(installation.dataDir)
  browser = await launchForPeople()
  const clerk = await server.signIn('clerk', installation.password)
  await server.order(clerk, places.hearingId, 'start')
  // So that the pages of what is over have something to show.
  await server.order(clerk, 'hearing-2', 'cancel')
})
afterAll(async () => {
  await browser.close()
  await server.stop('SIGTERM')
  await installation.remove()
})

const watchShifts = `
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries())
      if (!hadRecentInput) shifts.push({ value, moved: sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? String(node?.data)) })
  }).observe({ type: 'layout-shift', buffered: true })`
const shifts = z.array(z.object({ value: z.number(), moved: z.array(z.string()) }))

/** What has moved since the first paint, where that was more than somebody may see. */
async function shiftsOf(page: Page): Promise<z.infer<typeof shifts>> {
  const found = shifts.parse(await page.evaluate('window.shifts'))
  return found.reduce((sum, { value }) => sum + value, 0) > largestShift ? found : []
}

/** One page for each of those who visit, through all of theirs. */
const visitors = new Map<Visitor, Promise<Page>>()

const passwordOf = (): string => installation.password

/** The tests' court has fewer people than the demo's. */
function loginOf(as: Visitor): Visitor {
  if (as === 'region') return 'press'
  return as === 'owner' ? 'admin' : as
}

async function visit(path: string, as: Visitor): Promise<Page> {
  const coming =
    visitors.get(as) ??
    // The tests' one court has nobody of several: whoever looks after one sees the same page.
    pageOf(loginOf(as), { browser, url: server.url, places, passwordOf }, { colorScheme: 'light' }).then(
      async (page) => {
        await page.addInitScript(watchShifts)
        return page
      },
    )
  visitors.set(as, coming)
  const page = await coming
  await page.goto(server.url + path)
  await untilShown(page)
  return page
}

const faults = z.array(z.string())

/** What axe finds; the colours alone where all else was looked at before. */
async function look(page: Page, { only }: { only?: 'colours' } = {}): Promise<string[]> {
  const rules =
    only === 'colours' ? `{ type: 'rule', values: ['color-contrast'] }` : JSON.stringify(standards)
  return faults.parse(
    await page.evaluate(`axe.run(document, { runOnly: ${rules}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`),
  )
}
const standards = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

const keys = wordsOf(en)

/** Names of words that the page shows in the place of the words. */
async function wordlessOn(page: Page): Promise<string[]> {
  const shown = z.string().parse(await page.evaluate('document.body.innerText'))
  return shown.split(/\s+/u).filter((word) => keys.has(word))
}

/** Which of the elements stand out of the page; null: it does not scroll sideways. */
const sideways = `document.documentElement.scrollWidth <= window.innerWidth ? null :
  [...document.querySelectorAll('#root *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')`

/** Letters, words and lines as far apart as somebody may set them who reads better so (WCAG 2.2, 1.4.12). */
const spaced = `{
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
    'p { margin-block-end: 2em !important }')
  document.adoptedStyleSheets = [sheet]
}`

/** What stands out sideways on a wall, and on a telephone in each language; a device speaks the one that it is set to. */
async function sidewaysOf(page: Page, spoken: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const measure = async (words: string): Promise<void> => {
    const out = z
      .string()
      .nullable()
      .parse(await page.evaluate(sideways))
    if (out !== null) found.push(`${words}: ${out}`)
  }
  await page.setViewportSize({ width: 3840, height: 2160 })
  await measure('3840')
  await page.setViewportSize({ width: 320, height: 800 })
  for (const language of spoken) {
    const choice = page.locator(`.languages__option[lang="${language}"]`)
    if ((await choice.count()) > 0) {
      // Not with the pointer: whatever has the focus may lie over it.
      await choice.dispatchEvent('click')
      await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' })
    }
    await measure(`320 ${language}`)
    await page.evaluate(spaced)
    await measure(`320 ${language}, spaced`)
    await page.evaluate('document.adoptedStyleSheets = []')
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  return found
}

test.for(pagesOf(places))('$name can be seen and used by everybody', async ({ path, as }) => {
  const page = await visit(path, as)
  const moved = await shiftsOf(page)
  // By the protocol, not by a script element: the content security policy stays as it is.
  await page.evaluate(axe.source)
  const light = await look(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await look(page, { only: 'colours' })
  await page.emulateMedia({ colorScheme: 'light' })
  const { unreached, unseen } = await tabThrough(page)
  expect({
    moved,
    light,
    dark,
    unreached,
    unseen,
    wordless: await wordlessOn(page),
    sideways: await sidewaysOf(page, languages),
  }).toEqual({ moved: [], light: [], dark: [], unreached: [], unseen: [], wordless: [], sideways: [] })
})
