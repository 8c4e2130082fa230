import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  install,
  startServer,
  type Installation,
  type ServerProcess,
} from '../../server/test/server-process.ts'
import { launchForPeople, type PeoplesBrowser } from './chromium.ts'
import { press, tabTo, focusOutside } from './keyboard.ts'

// The work of the day without a mouse, and where the focus is after each step. `tab-through.ts` proves that all can be reached; this, that it can be done.

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

const patience = { timeout: 5_000 }

async function pageFor(login: string | null): Promise<Page> {
  const page = await browser.newPerson({ locale: 'en-GB' })
  page.setDefaultTimeout(15_000)
  if (login === null) return page
  await page.goto(server.url)
  await page.locator('[name=login]').waitFor()
  await tabTo(page, page.locator('[name=login]'))
  await page.keyboard.type(login)
  await page.keyboard.press('Tab')
  await page.keyboard.type(installation.password)
  await page.keyboard.press('Enter')
  await page.locator('.shell__account').waitFor()
  await press(page, page.locator('.languages__option[lang=en]'))
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  return page
}

/** By the navigation. */
async function goTo(page: Page, href: string): Promise<void> {
  await press(page, page.locator(`.navigation a[href="${href}"]`))
  await page.locator('h1').waitFor()
}

test('a press officer grants one request and refuses the other, and the focus stays in the list', async () => {
  const stranger = await pageFor('stranger')
  for (const hearing of ['hearing-1', 'hearing-2']) {
    const card = stranger
      .locator('.hearing', { hasText: hearing.replace('h', 'H').replace('-', ' ') })
      .first()
    await press(stranger, card.getByRole('button', { name: 'Ask for accreditation' }))
    await stranger.keyboard.type('For the evening news')
    await stranger.keyboard.press('Tab')
    await stranger.keyboard.type('KZ-1')
    await stranger.keyboard.press('Enter')
    await card.getByText('Accreditation asked for').waitFor()
    await expect.poll(focusOutside(card), patience).toBe('')
  }

  const page = await pageFor('press')
  await goTo(page, '/desk/accreditation')
  const cards = page.locator('.right')
  await cards.nth(1).waitFor()
  await press(page, cards.first().getByRole('button', { name: /^Grant/ }))
  await cards.nth(1).waitFor({ state: 'detached' })
  await expect.poll(focusOutside(cards.first()), patience).toBe('')
  await press(page, cards.first().getByRole('button', { name: /^Refuse/ }))
  const dialog = page.getByRole('dialog')
  await dialog.locator('textarea').waitFor()
  await page.keyboard.type('The hall is full.')
  await press(page, dialog.getByRole('button', { name: 'Refuse' }))
  await dialog.waitFor({ state: 'detached' })
  await cards.first().waitFor({ state: 'detached' })
  await expect.poll(focusOutside(page.locator('main')), patience).toBe('')
})

test('a technician pairs a screen by the code that it shows, and takes it away', async () => {
  const wall = await pageFor(null)
  await wall.goto(`${server.url}/screen`)
  const code = (await wall.locator('.pairing__code').textContent()) ?? ''
  const page = await pageFor('technician')
  await goTo(page, '/screens')
  const pair = page.locator('.court-head > button')
  await press(page, pair)
  await tabTo(page, page.locator('[name=pairing-code]'))
  await page.keyboard.type(code)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Foyer')
  await page.keyboard.press('Enter')
  const card = page.locator('.screens > li').first()
  await card.getByText('Foyer').first().waitFor()
  await expect.poll(focusOutside(page.locator('.court-head')), patience).toBe('')
  expect(await pair.evaluate((button) => button === document.activeElement)).toBe(true)

  await press(page, card.getByRole('button', { name: /^Take away/ }))
  const dialog = page.getByRole('dialog')
  await press(page, dialog.getByRole('button', { name: 'Take away' }))
  await card.waitFor({ state: 'detached' })
  await expect.poll(focusOutside(page.locator('main')), patience).toBe('')
})

test('a judge-coordinator publishes an explanation and takes it back', async () => {
  const page = await pageFor('judge')
  await goTo(page, '/desk')
  await press(page, page.locator('a[href="/desk/hearings/hearing-1"]'))
  const fields = page.locator('.explanation textarea')
  await fields.first().waitFor()
  for (const lang of ['kk', 'ru', 'en']) {
    await tabTo(page, page.locator(`.explanation textarea[lang=${lang}]`))
    await page.keyboard.type('The claim was granted.')
  }
  const publish = page.locator('.explanation .page__actions .button--primary')
  await press(page, publish)
  const dialog = page.getByRole('dialog')
  await press(page, dialog.locator('.button--primary'))
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.explanation__seen .status--good').waitFor()
  await expect.poll(focusOutside(page.locator('.explanation')), patience).toBe('')
  await press(page, page.getByRole('button', { name: 'Take back' }))
  await page.locator('.explanation__seen .status--good').waitFor({ state: 'detached' })
  await expect.poll(focusOutside(page.locator('.explanation')), patience).toBe('')
})

test('a clerk starts, closes and reopens with the buttons, and the focus stays with the orders', async () => {
  const page = await pageFor('clerk')
  await goTo(page, '/desk')
  await press(page, page.locator('a[href="/desk/hearings/hearing-2"]'))
  const orders = page.locator('.orders')
  const order = (name: string) => orders.locator('button', { hasText: name })
  await press(page, order('Start'))
  await order('Close the session').waitFor()
  await expect.poll(focusOutside(orders), patience).toBe('')
  await press(page, order('Close the session'))
  await order('Reopen').waitFor()
  await expect.poll(focusOutside(orders), patience).toBe('')
  await press(page, order('Reopen'))
  const dialog = page.getByRole('dialog')
  await press(page, dialog.getByRole('button', { name: 'Reopen' }))
  await order('Close the session').waitFor()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(focusOutside(orders), patience).toBe('')
})
