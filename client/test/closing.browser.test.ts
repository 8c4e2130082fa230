import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchForPeople, type PeoplesBrowser } from './chromium.ts'
import { untilMoving } from './watch-pages.ts'
import { startWatchRig, type WatchRig } from './watch-rig.ts'

const undertaking = 'No recording, no screenshots.'

let rig: WatchRig
let browser: PeoplesBrowser

beforeAll(async () => {
  rig = await startWatchRig({ undertaking })
  browser = await launchForPeople()
})
afterAll(async () => {
  await browser.close()
  await rig.stop()
})

const patience = { timeout: 15_000 }

/** A device of its own, at the watch page, signed in as this person. */
async function device(login: string, options: { webRtc?: boolean; sockets?: boolean } = {}): Promise<Page> {
  const page = await browser.newPerson()
  if (options.webRtc === false) await page.addInitScript('delete globalThis.RTCPeerConnection')
  if (options.sockets === false) await page.routeWebSocket(/socket\.io/, (socket) => socket.close())
  await page.goto(`${rig.url}/watch/${rig.hearing.id}`)
  await page.getByLabel('Login').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(rig.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  return page
}

async function accept(page: Page): Promise<void> {
  await page.getByText(undertaking).waitFor(patience)
  await page.getByRole('button', { name: 'Accept and watch' }).click()
}

/** What of the hearing is left in the page's elements. */
const left = (page: Page): Promise<object> =>
  page.evaluate(() => {
    const videos = [...document.querySelectorAll('video')]
    return {
      withMedia: videos.filter(({ readyState, srcObject }) => readyState > 0 || srcObject !== null).length,
      buffered: videos.reduce((ranges, { buffered }) => ranges + buffered.length, 0),
      sources: videos.filter((video) => video.hasAttribute('src')).length,
      heard: videos.filter(({ muted }) => !muted).length,
      inSight: document.querySelectorAll('.stage__video--shown').length,
    }
  })
const nothing = { withMedia: 0, buffered: 0, sources: 0, heard: 0, inSight: 0 }

test('a closed session leaves nothing on either path, is answered, and plays again by itself', async () => {
  const first = await device('journalist')
  const second = await device('reporter', { webRtc: false })
  await accept(first)
  await accept(second)
  await untilMoving(first, 'webrtc')
  await untilMoving(second, 'hls')
  await first.getByRole('button', { name: 'Turn sound on' }).first().click()
  await expect
    .poll(async () => (await rig.attendance()).viewers.map(({ path, sees }) => ({ path, sees })), patience)
    .toEqual(
      expect.arrayContaining([
        { path: 'webrtc', sees: true },
        { path: 'hls', sees: true },
      ]),
    )

  await rig.order('close')
  for (const page of [first, second])
    await page.getByText('The court has closed the session').waitFor(patience)
  await expect
    .poll(async () => (await rig.attendance()).receipts, patience)
    .toMatchObject({ of: 2, dark: 2, silent: [] })
  expect(await left(first)).toEqual(nothing)
  expect(await left(second)).toEqual(nothing)

  await rig.order('reopen')
  await untilMoving(first, 'webrtc')
  await untilMoving(second, 'hls')
  expect(await first.getByText('The court has closed the session').count()).toBe(0)
  await first.getByRole('button', { name: 'No sound' }).click()
  await first.getByText('the technician and the clerk of the court see it now').waitFor(patience)
  await expect
    .poll(async () => (await rig.attendance()).viewers.map(({ complains }) => complains), patience)
    .toContain('sound')

  // Taken out of the page, and hidden by a style sheet: it is put back, and seen.
  const mark = first.locator('.stage').getByText('journalist', { exact: false })
  await mark.waitFor(patience)
  await mark.evaluate((element) => element.remove())
  await mark.waitFor(patience)
  await first.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('.stage > div { display: none !important; opacity: 0 !important }')
    document.adoptedStyleSheets.push(sheet)
  })
  expect(await mark.isVisible()).toBe(true)
  await first.evaluate(() => document.adoptedStyleSheets.pop())
  await mark.evaluate((element) => element.style.setProperty('visibility', 'hidden', 'important'))
  await mark.waitFor(patience)

  const third = await device('journalist')
  await third.getByText('You are watching this hearing on another device').waitFor(patience)
  expect(await left(third)).toEqual(nothing)
  await third.getByRole('button', { name: 'Watch here' }).click()
  await first.getByText('You went on watching on another device').waitFor(patience)
  expect(await left(first)).toEqual(nothing)
  await untilMoving(third, 'webrtc')
  for (const page of [first, second, third]) await page.close()
})

test('over HLS, a closed session is obeyed where the way to the server is lost too', async () => {
  const page = await device('reporter', { webRtc: false, sockets: false })
  await untilMoving(page, 'hls')
  await rig.order('close')
  await page.locator('.slate').waitFor(patience)
  expect(await left(page)).toEqual(nothing)
})
