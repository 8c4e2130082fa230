import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { untilMoving, WatchPages } from './watch-pages.ts'
import { startWatchRig, type WatchRig } from './watch-rig.ts'

const undertaking = 'No recording, no screenshots.'

let rig: WatchRig
let browser: TestBrowser
let withoutWebRtc: TestBrowser
let elsewhere: TestBrowser
let pages: WatchPages

beforeAll(async () => {
  rig = await startWatchRig({ undertaking })
  pages = new WatchPages(rig)
  browser = await launchChromium()
  withoutWebRtc = await launchChromium()
  elsewhere = await launchChromium()
  await withoutWebRtc.context.addInitScript('delete globalThis.RTCPeerConnection')
})
afterAll(async () => {
  await browser.close()
  await withoutWebRtc.close()
  await elsewhere.close()
  await rig.stop()
})
afterEach(() => pages.close())

const patience = { timeout: 15_000 }

/** Watches as this person, for the first time. */
async function watch(login: string, from: TestBrowser, path: 'webrtc' | 'hls'): Promise<Page> {
  const { page } = await pages.visit(`/watch/${rig.hearing.id}`, { from })
  await pages.signIn(page, login)
  await page.getByText(undertaking).waitFor(patience)
  await page.getByRole('button', { name: 'Accept and watch' }).click()
  await untilMoving(page, path)
  return page
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
  const first = await watch('journalist', browser, 'webrtc')
  const second = await watch('reporter', withoutWebRtc, 'hls')
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
  await mark.evaluate((element) => element.style.setProperty('visibility', 'hidden', 'important'))
  await mark.waitFor(patience)

  const third = (await pages.visit(`/watch/${rig.hearing.id}`, { from: elsewhere })).page
  await pages.signIn(third, 'journalist')
  await third.getByText('You are watching this hearing on another device').waitFor(patience)
  expect(await left(third)).toEqual(nothing)
  await third.getByRole('button', { name: 'Watch here' }).click()
  await first.getByText('You went on watching on another device').waitFor(patience)
  expect(await left(first)).toEqual(nothing)
  await untilMoving(third, 'webrtc')
})

test('over HLS, a closed session is obeyed where the way to the server is lost too', async () => {
  const { page } = await pages.visit(`/watch/${rig.hearing.id}`, { from: withoutWebRtc })
  await page.routeWebSocket(/socket\.io/, (socket) => socket.close())
  await pages.signIn(page, 'reporter')
  await untilMoving(page, 'hls')
  await rig.order('close')
  await page.locator('.slate').waitFor(patience)
  expect(await left(page)).toEqual(nothing)
  await rig.order('reopen')
  await untilMoving(page, 'hls')
})
