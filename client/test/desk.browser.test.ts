import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { overHearing } from '../../server/src/hearings/testing/over-hearing.ts'
import { openStore } from '../../server/src/store/open-store.ts'
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

const patience = { timeout: 15_000 }

/** A page of somebody's, in English, at this address. */
async function visit(login: string, path: string): Promise<Page> {
  const page = await browser.newPerson({ locale: 'en-GB' })
  page.setDefaultTimeout(patience.timeout)
  await page.request.post(`${server.url}/api/session`, { data: { login, password: installation.password } })
  await page.goto(server.url + path)
  await page.getByRole('button', { name: 'English' }).click()
  return page
}

/** How the page says that the hearing stands. */
const stands = (page: Page, state: string): Promise<void> =>
  page.locator('.standing__state').getByText(state, { exact: true }).waitFor()

test('a clerk closes by one key, reopens after one question, and is told when nothing is certain', async () => {
  const page = await visit('clerk', '/desk/hearings/hearing-1')
  await stands(page, 'Scheduled')
  await page.getByRole('button', { name: 'Start' }).click()
  await stands(page, 'Live')

  await page.getByLabel('Private life').check()
  await page.keyboard.press('c')
  await stands(page, 'Closed session')
  await page.getByText('Ground: Private life').waitFor()
  await page.getByText('Closed: nobody was watching').waitFor()

  await page.keyboard.press('o')
  const question = page.getByRole('dialog', { name: 'Reopen the session?' })
  await question.waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  await page.keyboard.press('o')
  await question.getByRole('button', { name: 'Reopen' }).click()
  await stands(page, 'Live')

  // Somebody else was first: the order is lost, and said to be.
  const technician = await visit('technician', '/desk/hearings/hearing-1')
  await stands(technician, 'Live')
  await technician.route('**/orders', async (route) => {
    await page.keyboard.press('r')
    await stands(page, 'Recess')
    await route.continue()
  })
  await technician.getByRole('button', { name: 'Recess' }).click()
  await technician.getByText('“Recess” was not done.').waitFor()
  await stands(technician, 'Recess')

  // Pressed twice in haste, before the answer is there: it is one order, and nothing is refused.
  let sent = 0
  const pressed = Promise.withResolvers<void>()
  await page.route('**/orders', async (route) => {
    sent++
    await pressed.promise
    await route.continue()
  })
  await page.keyboard.press('s')
  await page.keyboard.press('s')
  pressed.resolve()
  await stands(page, 'Live')
  expect([sent, await page.getByText('was not done').count()]).toEqual([1, 0])
  await page.unroute('**/orders')
  await page.route('**/orders', (route) => route.abort())
  await page.keyboard.press('c')
  await page.getByText('The order to close is not confirmed').waitFor()
  await stands(page, 'Live')
  await page.unroute('**/orders')
  await stands(page, 'Closed session')
  await stands(technician, 'Closed session')
  // Each was obeyed once, however often it was sent.
  await expect
    .poll(() => page.locator('.given__order strong').allTextContents(), patience)
    .toEqual(['Close the session', 'Start', 'Recess', 'Reopen', 'Close the session', 'Start'])
})

test('a file with one mistake is told by row and column, and nothing of it can be imported', async () => {
  const page = await visit('press', '/desk/accreditation/pools')
  await page.getByLabel('Name').fill('National television')
  await page.getByRole('button', { name: 'Create the pool' }).click()
  await page.getByRole('link', { name: 'National television' }).click()
  const lines = ['name;email', 'Айгүл;aigul@tv.example', ';nameless@tv.example']
  const give = (content: readonly string[]): Promise<void> =>
    page.getByLabel('CSV file').setInputFiles({
      name: 'journalists.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(content.join('\r\n')),
    })
  await give(lines)
  await page.getByText('Row 3. Name.').waitFor()
  expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0)
  await give(lines.slice(0, 2))
  await page.getByRole('button', { name: 'Import 1 row' }).waitFor()
  await page.getByText('0 members').waitFor()
})

test('what was over before is reached by the keyboard, page by page, each at an address of its own', async () => {
  const dayMs = 86_400_000
  const store = await openStore({ sqliteFile: join(installation.dataDir, 'press-gallery.sqlite') })
  const past = Array.from({ length: 60 }, (_, i) =>
    overHearing(`past-${i}`, Date.now() - 10 * dayMs - Math.floor(i / 7) * 1000),
  )
  await store.database.insertInto('hearings').values(past).execute()
  await store.close()
  for (const { login, path, row } of [
    { login: 'clerk', path: '/desk', row: '.desk-hearing' },
    { login: 'stranger', path: '/hearings', row: '.hearing' },
  ]) {
    const page = await visit(login, path)
    const rows = (): Promise<number> => page.locator(row).count()
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
    const follow = async (name: string): Promise<void> => {
      await page.getByRole('link', { name, exact: true }).focus()
      await page.keyboard.press('Enter')
      await expect.poll(focused, patience).toBe('Earlier hearings')
    }
    await follow('Earlier hearings')
    await expect.poll(rows, patience).toBe(50)
    const first = page.url()
    await follow('Still earlier')
    await expect.poll(rows, patience).toBe(10)
    expect(await page.getByRole('link', { name: 'Still earlier' }).count()).toBe(0)
    await page.reload()
    await expect.poll(rows, patience).toBe(10)
    await page.goBack()
    await expect.poll(rows, patience).toBe(50)
    expect(page.url()).toBe(first)
    const day = page.getByLabel('Ended on this day or earlier')
    await day.fill('2020-01-31')
    await day.press('Enter')
    await page.getByText('There are no earlier hearings.').waitFor()
  }
})

test('an administrator retires a courtroom once nothing is held there any more, and brings it back', async () => {
  const page = await visit('admin', '/courts/court-1')
  const ask = page.getByRole('button', { name: 'Retire the courtroom Courtroom 2' })
  await ask.click()
  const question = page.getByRole('dialog', { name: 'Retire the courtroom Courtroom 2?' })
  const retire = question.getByRole('button', { name: 'Retire' })
  await retire.click()
  await question.getByText('A hearing is planned or under way in this courtroom.').waitFor()

  const clerk = await server.signIn('clerk', installation.password)
  expect(await server.order(clerk, 'hearing-2', 'cancel')).toBe(200)
  await retire.click()
  await question.waitFor({ state: 'detached' })
  const back = page.getByRole('button', { name: 'Bring back the courtroom Courtroom 2' })
  await back.waitFor()
  expect(await ask.count()).toBe(0)
  const planning = await visit('clerk', '/desk/courts/court-1/schedule')
  const rooms = planning.getByLabel('Courtroom').locator('option')
  await expect.poll(() => rooms.allTextContents(), patience).toEqual(['Choose', 'Courtroom 1'])

  await back.click()
  await ask.waitFor()
  expect(await back.count()).toBe(0)
})

test('an auditor finds who did what, and that the log is whole', async () => {
  const page = await visit('auditor', '/desk/audit')
  await page.getByLabel('What happened').selectOption({ label: 'A court was imported' })
  await page.getByRole('button', { name: 'Search' }).click()
  await expect
    .poll(() => page.locator('.entry strong').allTextContents(), patience)
    .toEqual(['A court was imported'])
  await page.getByLabel('What happened').selectOption({ label: 'Any' })
  await page.getByLabel('Case number').fill('1')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('1 · Hearing 1').first().waitFor()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText(/The log is whole: \d+ entries checked/).waitFor()
})
