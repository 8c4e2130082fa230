import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  install,
  startServer,
  type Installation,
  type ServerProcess,
} from '../../server/test/server-process.ts'
import { hashPassword } from '../../server/src/access/passwords.ts'
import { sealingKey } from '../../server/src/access/sealed-secret.ts'
import { createAuditLog } from '../../server/src/audit/audit-log.ts'
import { importCourt } from '../../server/src/court-import.ts'
import { openStore } from '../../server/src/store/open-store.ts'
import { testCourt } from '../../server/test/test-court.ts'
import { launchForPeople, type PeoplesBrowser } from './chromium.ts'

let installation: Installation
let server: ServerProcess
let browser: PeoplesBrowser

beforeAll(async () => {
  installation = await install()
  await addOtherCourt(installation)
  server = await startServer(installation.dataDir)
  browser = await launchForPeople()
})
afterAll(async () => {
  await browser.close()
  await server.stop('SIGTERM')
  await installation.remove()
})

/** A second court, with a technician of its own. */
async function addOtherCourt({ dataDir, password }: Installation): Promise<void> {
  const { accounts, ...first } = testCourt(await hashPassword(password))
  const technicians = accounts.filter(({ roles }) => roles.includes('technician'))
  const store = await openStore({ sqliteFile: join(dataDir, 'press-gallery.sqlite') })
  await importCourt(
    {
      ...first,
      id: 'court-2',
      courtrooms: [],
      hearings: [],
      accounts: technicians.map((account) => ({ ...account, login: `other-${account.login}` })),
    },
    {
      database: store.database,
      audit: createAuditLog(Date.now),
      sealingKey: sealingKey(dataDir),
      nowMs: Date.now,
    },
  )
  await store.close()
}

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

/** Goes on once the preview's element has shown some frames more. */
const untilFramesMove = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const video = document.querySelector('.preview video')
    let left = 10
    const shown = () => (left-- > 0 ? video.requestVideoFrameCallback(shown) : resolve())
    video.requestVideoFrameCallback(shown)
  })`)

/** How many live previews the first courtroom has, as the server itself counts. */
const previews = async (): Promise<number> => {
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  return Number(/^press_gallery_previews\{courtroom="room-1"\} (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN)
}

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

  // Before there is any hearing: the camera is switched off, the test picture is tried, and put in its place.
  await page.locator('.preview__front').waitFor()
  await page.keyboard.press('v')
  await tabTo(page, '.source [type=radio]')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, '.source [type=submit]')
  await page.keyboard.press('Enter')
  await expect.poll(() => widthOf(page, '.test-result__picture canvas'), patience).toBe(640)
  await tabTo(page, '.source [type=submit] + button')
  await page.keyboard.press('Enter')
  await page.locator('.preview__front').waitFor({ state: 'detached' })
  await untilFramesMove(page)
  await page.locator('.meter .status--good').waitFor()
  expect(await previews()).toBe(1)
  expect(await page.evaluate("document.querySelector('.preview video').muted")).toBe(true)

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

  await untilFramesMove(page)
  await page.keyboard.press('?')
  await page.locator('.shortcuts').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.shortcuts').waitFor({ state: 'detached' })
  await page.keyboard.press('c')
  await page.locator('.preview__picture--dark').waitFor()
  await expect
    .poll(() => page.evaluate("document.querySelector('.preview video').srcObject === null"), patience)
    .toBe(true)
  expect(await page.locator('.preview canvas').count()).toBe(0)
  await expect.poll(() => previews(), patience).toBe(0)
  await page.keyboard.press('b')
  await page.locator('.room-card .state-badge--closed').waitFor()
})

test('a technician of another court is shown nothing of this one', async () => {
  const page = await startPage()
  const data = { login: 'other-technician', password: installation.password }
  expect((await page.request.post(`${server.url}/api/session`, { data })).ok()).toBe(true)
  await page.goto(`${server.url}/console/room-1`)
  await page.locator('.console .notice').waitFor()
  expect(await page.locator('.preview').count()).toBe(0)
  expect((await page.request.get(`${server.url}/api/courtrooms/room-1/preview`)).status()).toBe(403)
})
