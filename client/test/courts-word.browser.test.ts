import { accreditation, accreditationsAnswer } from '@press-gallery/server/protocol/accreditation'
import { errorAnswer, hearingsAnswer, tokenAnswer } from '@press-gallery/server/protocol/api'
import { invitedAnswer } from '@press-gallery/server/protocol/people'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { captureTime } from '../../server/test/capture-time.ts'
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

const patience = { timeout: 30_000 }
const watch = (): string => `/watch/${rig.hearing.id}`
const hearing = (): string => `/api/hearings/${rig.hearing.id}`

interface Device {
  webRtc?: false
  sockets?: false
  prefers?: 'hls'
}

/** A device of its own at an address, signed in as this person. */
async function device(
  login: string,
  { webRtc, sockets, prefers }: Device = {},
  path = watch(),
): Promise<Page> {
  const page = await browser.newPerson({ locale: 'en-GB' })
  page.setDefaultTimeout(patience.timeout)
  if (webRtc === false) await page.addInitScript('delete globalThis.RTCPeerConnection')
  if (sockets === false) await page.routeWebSocket(/socket\.io/, (socket) => socket.close())
  if (prefers) await page.addInitScript(`localStorage.setItem('press-gallery.path', '${prefers}')`)
  await page.request.post(`${rig.url}/api/session`, { data: { login, password: rig.password } })
  await page.goto(rig.url + path)
  return page
}

async function accept(page: Page): Promise<void> {
  await page.getByText(undertaking).waitFor()
  await page.locator('.undertaking button').click()
}

/** Waits until the picture moves on this path and was captured after `sinceMs`. */
async function untilLive(page: Page, path: 'webrtc' | 'hls', sinceMs = 0): Promise<void> {
  await expect.poll(() => captureTime(page), patience).toBeGreaterThan(sinceMs)
  await untilMoving(page, path)
}

/** Reads files of the hearing past the players, as a script of this person's. */
async function scriptOf(login: string): Promise<(name: string) => Promise<Response>> {
  const answer = await rig.call(login, 'POST', `${hearing()}/token`)
  const headers = { Authorization: `Bearer ${tokenAnswer.parse(await answer.json()).token}` }
  return (name) => fetch(`${rig.url}/hls/${rig.hearing.id}/${name}`, { headers })
}

/** What the videos of the page still hold: a picture, tracks, or seconds to play. */
const heldBy = (page: Page): Promise<object[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('video')]
      .map(({ srcObject, readyState, buffered, videoWidth }) => ({
        tracks: srcObject instanceof MediaStream ? srcObject.getTracks().length : 0,
        readyState,
        buffered: buffered.length,
        videoWidth,
      }))
      .filter((held) => Object.values(held).some((value) => value > 0)),
  )

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

describe('closed means closed', () => {
  test('to every viewer on either path and to whoever asks past the players, until the clerk reopens', async () => {
    const journalist = await device('journalist')
    const officer = await device('press', { prefers: 'hls' })
    await accept(journalist)
    await untilLive(journalist, 'webrtc')
    await untilLive(officer, 'hls')
    await journalist.getByRole('button', { name: 'Turn sound on' }).first().click()
    await expect
      .poll(
        async () => (await rig.attendance()).viewers.map(({ name, path, sees }) => ({ name, path, sees })),
        patience,
      )
      .toEqual(
        expect.arrayContaining([
          { name: 'journalist', path: 'webrtc', sees: true },
          { name: 'press', path: 'hls', sees: true },
        ]),
      )

    const closed = await rig.order('close', { groundId: 'minor' })
    for (const page of [journalist, officer]) {
      const slate = page.locator('.slate[data-kind=closed]')
      await slate.getByText('The court has closed the session').waitFor()
      expect(await slate.textContent()).toContain('a minor takes part in the case')
      expect(await heldBy(page)).toEqual([])
    }
    await expect
      .poll(async () => (await rig.attendance()).receipts, patience)
      .toMatchObject({ version: closed.version, of: 2, dark: 2, silent: [] })
    for (const page of [journalist, officer]) expect(await left(page)).toEqual(nothing)

    const hls = await scriptOf('journalist')
    for (const name of ['index.m3u8', 'init-0.mp4', '0.m4s', '1.m4s'])
      expect(errorAnswer.parse(await (await hls(name)).json()).error.code).toBe('not_on_air')

    await journalist.reload()
    await journalist.locator('.slate[data-kind=closed]').waitFor()
    await expect(rig.order('reopen', { by: 'technician' })).rejects.toThrow('403')
    const reopened = await rig.order('reopen')
    await untilLive(journalist, 'webrtc', reopened.sinceMs)
    await untilLive(officer, 'hls', reopened.sinceMs)
    expect(await journalist.getByText('The court has closed the session').count()).toBe(0)

    // Nothing that was said in between is in what HLS gives now.
    const playlist = await (await (await scriptOf('clerk'))('index.m3u8')).text()
    expect(playlist).toContain('#EXT-X-DISCONTINUITY\n')
    const during = spansOf(playlist).filter(
      ([startMs, endMs]) => endMs > closed.sinceMs + 50 && startMs < reopened.sinceMs - 50,
    )
    expect(during).toEqual([])
    const elsewhere = errorAnswer.parse(await (await hls('index.m3u8')).json())
    expect(elsewhere.error.code).toBe('watching_elsewhere')

    await complainAndKeepTheMark(journalist)
    await takeOver(journalist)
    await officer.close()
  })

  test('over HLS where the way to the server is lost too', async () => {
    const page = await device('reporter', { webRtc: false, sockets: false })
    await accept(page)
    await untilMoving(page, 'hls')
    const reporters = async () =>
      (await rig.attendance()).viewers
        .filter(({ name }) => name === 'reporter')
        .map(({ path, ownPlayer }) => ({ path, ownPlayer }))
    // Known by what it asks for alone.
    expect(await reporters()).toEqual([{ path: 'hls', ownPlayer: true }])
    await rig.order('close', { by: 'technician' })
    await page.locator('.slate').waitFor()
    expect(await left(page)).toEqual(nothing)
    expect((await rig.attendance()).receipts).toMatchObject({
      silent: expect.arrayContaining(['reporter']),
    })
    await rig.order('reopen')
    await untilMoving(page, 'hls')

    const second = await device('reporter')
    await second.getByText('You are watching this hearing on another device').waitFor()
    await second.getByRole('button', { name: 'Watch here' }).click()
    await page.getByText('You are watching this hearing on another device').waitFor()
    expect(await left(page)).toEqual(nothing)
    await untilMoving(second, 'webrtc')
    expect(await reporters()).toEqual([{ path: 'webrtc', ownPlayer: false }])
    for (const one of [page, second]) await one.close()
  })
})

async function complainAndKeepTheMark(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'No sound' }).click()
  await page.getByText('the technician and the clerk of the court see it now').waitFor()
  await expect
    .poll(async () => (await rig.attendance()).viewers.map(({ complains }) => complains), patience)
    .toContain('sound')

  // Taken out of the page, and hidden by a style sheet: it is put back, and seen.
  const mark = page.locator('.stage').getByText('journalist', { exact: false })
  await mark.waitFor()
  await mark.evaluate((element) => element.remove())
  await mark.waitFor()
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('.stage > div { display: none !important; opacity: 0 !important }')
    document.adoptedStyleSheets.push(sheet)
  })
  expect(await mark.isVisible()).toBe(true)
  await page.evaluate(() => document.adoptedStyleSheets.pop())
  await mark.evaluate((element) => element.style.setProperty('visibility', 'hidden', 'important'))
  await mark.waitFor()
}

/** A second device of the same journalist goes on, after a question, and the first is told. */
async function takeOver(first: Page): Promise<void> {
  const second = await device('journalist')
  await second.getByText('You are watching this hearing on another device').waitFor()
  expect(await left(second)).toEqual(nothing)
  await second.getByRole('button', { name: 'Watch here' }).click()
  await first.getByText('You went on watching on another device').waitFor()
  expect(await left(first)).toEqual(nothing)
  await untilMoving(second, 'webrtc')
  for (const page of [first, second]) await page.close()
}

describe('a journalist', () => {
  test('comes by invitation, asks, is let in, and is put out in the middle of a sentence', async () => {
    const invited = invitedAnswer.parse(
      await (
        await rig.call('press', 'POST', '/api/courts/court-1/journalists', {
          login: 'aigerim',
          name: 'Айгерім Серік',
          email: 'aigerim@paper.example',
          language: 'en',
        })
      ).json(),
    )
    const page = await browser.newPerson({ locale: 'en-GB' })
    page.setDefaultTimeout(patience.timeout)
    await page.goto(invited.invitation?.link ?? '')
    await expect.poll(() => page.url(), patience).not.toContain('#')
    await page.fill('input[name=new-password]', 'заседание и пресса 7')
    await page.click('button[type=submit]')
    await page.waitForURL('**/hearings')

    const asked = page.request
    const data = { reason: 'For the paper', cardNumber: '17' }
    const posted = await asked.post(`${rig.url}${hearing()}/accreditation-requests`, { data })
    expect(posted.status()).toBe(201)
    const { hearings } = hearingsAnswer.parse(await (await asked.get(`${rig.url}/api/hearings`)).json())
    expect(hearings[0]).toMatchObject({ mayWatch: false, request: 'requested' })

    const accreditations = '/api/courts/court-1/accreditations'
    const waiting = accreditationsAnswer.parse(
      await (await rig.call('press', 'GET', `${accreditations}/requested`)).json(),
    ).accreditations
    const path = `${accreditations}/${waiting[0]?.id}/decision`
    const granted = await rig.call('press', 'POST', path, { decision: 'grant', reason: '' })
    expect(accreditation.parse(await granted.json())).toMatchObject({ state: 'granted' })

    // The list shows it by itself.
    await page.locator(`a[href="${watch()}"]`).click()
    await accept(page)
    await untilLive(page, 'webrtc')
    await page.locator('.stage').getByText('Айгерім Серік').waitFor()

    const revoked = await rig.call('press', 'POST', path, { decision: 'revoke', reason: 'Misuse' })
    expect(revoked.status).toBe(200)
    await page.getByText('Your right to watch this hearing was withdrawn').waitFor()
    expect(await left(page)).toEqual(nothing)
    expect((await asked.post(`${rig.url}${hearing()}/token`)).status()).toBe(403)
    await page.reload()
    await page.getByRole('alert').waitFor()
    expect(await captureTime(page)).toBeNull()
    await page.close()
  })
})

describe('a press officer', () => {
  test('brings a pool of 30 from a CSV file, grants it the hearing, and hands over links that let them in', async () => {
    const page = await device('press', {}, '/desk/accreditation/pools')
    await page.getByLabel('Name').fill('National television')
    await page.getByRole('button', { name: 'Create the pool' }).click()
    await page.getByRole('link', { name: 'National television' }).click()

    // As Excel saves it.
    const lines = Array.from({ length: 30 }, (_, n) => `Журналист ${n};j${n}@tv.example;Хабар;${100 + n};kk`)
    const csv = `\uFEFFname;email;outlet;card;language\r\n${lines.join('\r\n')}\r\n`
    const file = { name: 'pool.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Import 30 rows' }).click()
    const links = (await page.locator('textarea[readonly]').inputValue()).trim().split('\n')
    expect(links).toHaveLength(30)

    await page.goto(`${rig.url}/desk/accreditation/grant`)
    await page.getByLabel('Pool', { exact: true }).selectOption({ label: 'National television (30)' })
    await page.getByLabel('Hearing', { exact: true }).selectOption({ index: 1 })
    await page.locator('form button[type=submit]').click()
    await page.waitForURL('**/desk/accreditation/granted')

    const journalist = await browser.newPerson()
    journalist.setDefaultTimeout(patience.timeout)
    await journalist.goto(links[29]?.split('\t')[2] ?? '')
    await journalist.fill('input[name=new-password]', 'баспасөз 2026 қосылды')
    await journalist.click('button[type=submit]')
    await journalist.locator(`a[href="${watch()}"]`).click()
    await accept(journalist)
    await untilLive(journalist, 'webrtc')
    for (const one of [page, journalist]) await one.close()
  })
})

/** Of each segment of a playlist: from when to when, ms since the epoch. */
function spansOf(playlist: string): [number, number][] {
  const pattern = /#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:([\d.]+)/g
  return [...playlist.matchAll(pattern)].map(([, time, seconds]) => {
    const startMs = Date.parse(time ?? '')
    return [startMs, startMs + Number(seconds) * 1000]
  })
}
