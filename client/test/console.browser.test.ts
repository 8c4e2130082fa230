import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  install,
  startServer,
  type Installation,
  type ServerProcess,
} from '../../server/test/server-process.ts'
import { launchForPeople, type PeoplesBrowser } from './chromium.ts'

let installation: Installation
let server: ServerProcess
let browser: PeoplesBrowser

beforeAll(async () => {
  installation = await install()
  server = await startServer(installation.dataDir)
  browser = await launchForPeople()
})
afterAll(async () => {
  await browser.close()
  await server.stop('SIGTERM')
  await installation.remove()
})

const patience = { timeout: 20_000 }

const startPage = async (): Promise<Page> => {
  const page = await browser.newPerson({ locale: 'en-GB', viewport: { width: 1024, height: 768 } })
  page.setDefaultTimeout(patience.timeout)
  return page
}

/** Goes on with Tab until what has the focus is this. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    if (await page.locator(`${selector}:focus`).count()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not lead to ${selector}`)
}

/** How many pixels wide a picture that came is; 16 before one has. */
const widthOf = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.width ?? 0`)

test('a technician goes from cold to live by keyboard alone, swaps the camera, and sees who else is there', async () => {
  const page = await startPage()
  await page.goto(server.url)
  await page.locator('[name=login]').waitFor()
  await tabTo(page, '[name=login]')
  await page.keyboard.type('technician')
  await tabTo(page, '[name=password]')
  await page.keyboard.type(installation.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/console')
  await page.locator('.room-card').first().waitFor()
  await page.keyboard.press('1')
  await page.waitForURL('**/console/room-1')
  await page.locator('.hearing-choice__one').nth(1).waitFor()

  // Two actions: choose it, start it.
  await page.keyboard.press('1')
  await page.locator('.orders [aria-keyshortcuts=S]').waitFor()
  await page.keyboard.press('s')
  await page.locator('.console__state .state-badge--live').waitFor()

  const clerk = await startPage()
  const data = { login: 'clerk', password: installation.password }
  await clerk.request.post(`${server.url}/api/session`, { data })
  await clerk.goto(`${server.url}/desk/hearings/hearing-1`)
  await page.locator('.presence').getByText('clerk').waitFor()
  await clerk.context().close()

  // The camera is switched off: the test picture is tried, and put in its place.
  await page.keyboard.press('v')
  await tabTo(page, '.source [type=radio]')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, '.source [type=submit]')
  await page.keyboard.press('Enter')
  await expect.poll(() => widthOf(page, '.test-result__picture canvas'), patience).toBe(640)
  await tabTo(page, '.source [type=submit] + button')
  await page.keyboard.press('Enter')
  await expect.poll(() => widthOf(page, '.preview canvas'), patience).toBe(960)
  await page.locator('.meter__number').waitFor()

  await page.keyboard.press('?')
  await page.locator('.shortcuts').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.shortcuts').waitFor({ state: 'detached' })
  await page.keyboard.press('r')
  await page.locator('.preview__picture--dark').waitFor()
  expect(await page.locator('.preview canvas').count()).toBe(0)
  await page.keyboard.press('b')
  await page.locator('.room-card .state-badge--recess').waitFor()
})
