import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personSummary } from '@press-gallery/server/protocol/people'
import { z } from 'zod'
import { startSmtpServer, type TestSmtpServer } from '../../server/src/mail/testing/smtp-server.ts'
import { launchForPeople, type PeoplesBrowser } from './chromium.ts'
import { pageOf } from './visitors.ts'
import { untilMoving } from './watch-pages.ts'
import { startWatchRig, type WatchRig } from './watch-rig.ts'

// Those who are not in the building: a journalist with a phone, and the press service that looks after several courts.

const undertaking = 'No recording, no screenshots.'
const notes = 'The expert is heard at eleven.'
/** As long as no line of a phone, and without a space. */
const title = 'Ұлықбек Әбдіғали ісі: ' + 'қылмыстықістер'.repeat(10)

/** A court that is no business of the other's, with a courtroom whose camera is switched off. */
const court = (n: number, accounts: readonly object[]) => ({
  id: `court-${n}`,
  court: `Court number ${n}`,
  courtrooms: [
    { id: `room-${n}`, name: `Hall ${n}`, source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:9/off' } },
  ],
  hearings: [
    {
      id: `hearing-${n}`,
      title: `Case against N., part ${n}`,
      caseNumber: `${n}`,
      courtroomId: `room-${n}`,
      plannedStart: new Date().toISOString(),
    },
  ],
  accounts,
})

let rig: WatchRig
let mail: TestSmtpServer
let browser: PeoplesBrowser

beforeAll(async () => {
  mail = await startSmtpServer()
  rig = await startWatchRig({
    undertaking,
    settings: {
      PRESS_GALLERY_SMTP_URL: mail.url,
      PRESS_GALLERY_MAIL_FROM: 'press@court.example',
    },
    courts: [
      court(2, [
        { login: 'press', roles: ['press_officer'] },
        { login: 'technician', roles: ['technician'] },
      ]),
      court(3, []),
    ],
  })
  // Sound only after a touch, as on a phone.
  browser = await launchForPeople({ args: ['--autoplay-policy=document-user-activation-required'] })
})
afterAll(async () => {
  await browser.close()
  await rig.stop()
  await mail.stop()
})

const wants = () => ({
  browser,
  url: rig.url,
  passwordOf: () => rig.password,
  places: { courtId: 'court-2', courtroomId: 'room-2', hearingId: rig.hearing.id, plannedId: 'hearing-2' },
})

const signedIn = (login: 'press' | 'technician', look = {}): Promise<Page> => pageOf(login, wants(), look)

const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  userAgent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
}

/** The link in one of the letters; there are others, which say what was granted. */
function linkInLetter(): string {
  const texts = mail.letters.map(({ data }) =>
    data
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
  )
  const links = texts.map((text) => /https?:\/\/\S+#\S+/.exec(text)?.[0])
  return links.find((link) => link !== undefined) ?? ''
}

const pixels = z.number().transform((px) => Math.round(px) || 0)
const box = z.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels })
const boxOf = async (page: Page, selector: string) =>
  box.parse(await page.locator(selector).first().boundingBox())

test('a journalist with a phone comes from the link in a letter to a picture with sound, upright and on its side', async () => {
  const officer = (await signedIn('press')).request
  const invited = await officer.post(`${rig.url}/api/courts/court-1/journalists`, {
    data: { login: 'aigerim', name: 'Aigerim Serik', email: 'aigerim@paper.example', language: 'en' },
  })
  const { person } = z.looseObject({ person: personSummary }).parse(await invited.json())
  const granted = await officer.post(`${rig.url}/api/courts/court-1/accreditations`, {
    data: { personId: person.personId, hearingId: rig.hearing.id },
  })
  const noted = await officer.patch(`${rig.url}/api/hearings/${rig.hearing.id}`, {
    data: { title, notes: { kk: notes, ru: notes, en: notes } },
  })
  expect([granted.status(), noted.status()]).toEqual([201, 200])

  const page = await browser.newPerson({ ...phone, locale: 'en-GB' })
  page.setDefaultTimeout(20_000)
  await page.goto(linkInLetter())
  await page.getByLabel('New password', { exact: true }).fill('a gallery for the press 7')
  await page.locator('form [type=submit]').tap()
  await page.getByRole('link', { name: title }).tap()
  await page.getByText(undertaking).waitFor()
  await page.getByRole('button', { name: 'Accept and watch' }).tap()
  await untilMoving(page, 'webrtc')

  // One tap: the large button over the picture. The camera beeps each two seconds, and that is measured.
  await page.locator('.stage').getByRole('button', { name: 'Turn sound on' }).tap()
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLElement>('.level')?.style.getPropertyValue('--level') ?? 0) > 0.2,
  )

  // Upright: the picture from edge to edge, the notes below it, and nothing to the side.
  const upright = await boxOf(page, '.stage')
  expect(upright).toMatchObject({ x: 0, width: 390 })
  expect((await boxOf(page, '.press-panel')).y).toBeGreaterThan(upright.y + upright.height)
  await page.getByText(notes).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)

  await page.getByRole('button', { name: 'No picture' }).tap()
  await page.getByText('the technician and the clerk of the court see it now').waitFor()
  await expect
    .poll(async () => (await rig.attendance()).viewers.map(({ complains }) => complains), { timeout: 15_000 })
    .toEqual(['picture'])

  // On its side: the picture takes the whole height, with the buttons beside it, and goes on.
  await page.setViewportSize({ width: 844, height: 390 })
  await expect.poll(() => boxOf(page, '.stage')).toMatchObject({ x: 0, y: 0, height: 390 })
  const buttons = await boxOf(page, '.controls__row--buttons')
  const picture = await boxOf(page, '.stage')
  expect([buttons.x >= picture.width, buttons.x + buttons.width <= 844]).toEqual([true, true])
  await untilMoving(page, 'webrtc')
  await page.context().close()
})

test('the press service sees its courts, each courtroom, recording and screen, and every change by itself', async () => {
  const wall = await pageOf('screen', wants())
  await wall.goto(`${rig.url}/screen`)
  const page = await signedIn('press')
  await page.goto(rig.url)
  await page.locator('.navigation a[href="/region"]').click()
  const courtOf = (name: string) => page.locator('.region-court', { hasText: name })
  const first = courtOf('A court')
  const second = courtOf('Court number 2')
  const says = async (where: typeof first, ...words: string[]): Promise<void> => {
    for (const one of words) await where.getByText(one, { exact: true }).waitFor()
  }
  await says(first, '№ 1 зал', title, 'Camera: signal OK', 'Recording', 'No screens')
  await says(second, 'Hall 2', 'Case against N., part 2', 'Screens: 1 of 1 online')
  await first.locator('.state-badge--live').waitFor()
  await second.locator('.state-badge--scheduled').waitFor()
  await page.getByText('1 hearing under way').waitFor()
  expect(await page.locator('.region-court h2').count()).toBe(2)
  expect(await page.getByText(/Court number 3|Hall 3|part 3/).count()).toBe(0)

  // Nothing is touched from here on: a hearing begins, a display goes away, a camera is unplugged.
  const technician = (await signedIn('technician')).request
  const begun = await technician.post(`${rig.url}/api/hearings/hearing-2/orders`, {
    data: { order: 'start', version: 0 },
  })
  expect(begun.status()).toBe(200)
  await page.getByText('2 hearings under way').waitFor()
  await second.locator('.region-room--alarmed .state-badge--live').waitFor()
  await wall.context().close()
  await says(second, 'Screens: 0 of 1 online')
  await rig.camera.kill()
  await first
    .locator('.region-room--alarmed')
    .getByText(/^Camera: (reconnecting|no signal)$/)
    .waitFor()
  await page.context().close()
})
