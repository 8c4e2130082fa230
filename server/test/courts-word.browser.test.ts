import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { launchForPeople, type PeoplesBrowser } from '../../client/test/chromium.ts'
import { hearingsAnswer, tokenAnswer } from '../src/protocol/api.ts'
import { accreditation, accreditationsAnswer } from '../src/protocol/accreditation.ts'
import { attendanceView, type AttendanceView } from '../src/protocol/attendance.ts'
import { standing as standingSchema, type OrderKind, type Standing } from '../src/protocol/hearing-state.ts'
import { invitedAnswer } from '../src/protocol/people.ts'
import { captureTime } from './capture-time.ts'
import { startDemo, type Demo } from './demo-process.ts'
import { cookieOf } from './http-fixture.ts'

const patience = { timeout: 40_000, interval: 100 }

let demo: Demo
let browser: PeoplesBrowser
beforeAll(async () => {
  demo = await startDemo()
  browser = await launchForPeople()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await demo.stop()
})

const hearing = (): { id: string; watch: string } => {
  const [first] = demo.hearings
  if (first === undefined) throw new TypeError('the demo has no hearing')
  return first
}
const passwordOf = (login: string): string => demo.accounts.find((one) => one.login === login)?.password ?? ''

/** Somebody who works by script, past the pages. */
async function script(
  login: string,
): Promise<(method: string, path: string, body?: object) => Promise<Response>> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${demo.url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login, password: passwordOf(login) }),
  })
  const Cookie = cookieOf(answer, 'pg_session')
  return (method, path, body) =>
    fetch(`${demo.url}${path}`, {
      method,
      headers: { ...headers, Cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

async function order(login: string, kind: OrderKind, groundId?: string): Promise<Standing> {
  const ask = await script(login)
  const now = standingSchema.parse(await (await ask('GET', `/api/hearings/${hearing().id}/standing`)).json())
  const body = { order: kind, version: now.version, ...(groundId === undefined ? {} : { groundId }) }
  return standingSchema.parse(await (await ask('POST', `/api/hearings/${hearing().id}/orders`, body)).json())
}

async function attendance(): Promise<AttendanceView> {
  const ask = await script('clerk')
  return attendanceView.parse(await (await ask('GET', `/api/hearings/${hearing().id}/attendance`)).json())
}

/** Signs in on the way to an address. */
async function signedIn(login: string, address: string, prepare = ''): Promise<Page> {
  const page = await browser.newPerson()
  await page.addInitScript(prepare)
  await page.goto(`${demo.url}${address}`)
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', passwordOf(login))
  await page.click('button[type=submit]')
  await page.waitForURL(`**${address}`)
  return page
}

/** Signs in and watches, by WebRTC or by HLS. */
async function watching(login: string, path: 'webrtc' | 'hls'): Promise<Page> {
  const prepare = `localStorage.setItem('press-gallery.path', '${path}')`
  const page = await signedIn(login, hearing().watch, prepare)
  await moving(page)
  return page
}

/** Waits until the picture was captured after `sinceMs`, and goes on. */
async function moving(page: Page, sinceMs = 0): Promise<void> {
  const first = await vi.waitFor(async () => {
    const time = z.number().parse(await captureTime(page))
    expect(time).toBeGreaterThan(sinceMs)
    return time
  }, patience)
  await vi.waitFor(async () => expect(await captureTime(page)).toBeGreaterThan(first + 500), patience)
}

/** What the videos of the page still hold: a picture, tracks, or seconds to play. */
const heldBy = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('video')]
    .map(({ srcObject, readyState, buffered, videoWidth }) => ({
      tracks: srcObject?.getTracks().length ?? 0,
      readyState,
      buffered: buffered.length,
      videoWidth,
    }))
    .filter((held) => Object.values(held).some((value) => value > 0))`)

describe('closed means closed', () => {
  it('darkens every viewer, by WebRTC and by HLS, says so, has it from each of them, and comes back', async () => {
    const journalist = await watching('journalist', 'webrtc')
    const officer = await watching('press', 'hls')
    await vi.waitFor(async () => {
      const { viewers } = await attendance()
      expect(Object.fromEntries(viewers.map(({ name, path }) => [name, path]))).toEqual({
        journalist: 'webrtc',
        press: 'hls',
      })
    }, patience)

    const closed = await order('clerk', 'close', 'demo-minors')
    for (const page of [journalist, officer]) {
      const slate = page.locator('.slate[data-kind=closed]')
      await slate.waitFor()
      expect(await slate.textContent()).toContain('Интересы несовершеннолетних')
      expect(await heldBy(page)).toEqual([])
    }
    await vi.waitFor(async () => {
      const { receipts } = await attendance()
      expect(receipts).toMatchObject({ version: closed.version, of: 2, dark: 2, silent: [] })
    }, patience)

    // To whoever asks past the players as well.
    const ask = await script('journalist')
    const { token } = tokenAnswer.parse(
      await (await ask('POST', `/api/hearings/${hearing().id}/token`)).json(),
    )
    const headers = { Authorization: `Bearer ${token}` }
    for (const name of ['index.m3u8', 'init-0.mp4', '0.m4s', '1.m4s'])
      expect((await fetch(`${demo.url}/hls/${hearing().id}/${name}`, { headers })).status).toBe(409)

    const reopened = await order('clerk', 'reopen')
    await moving(journalist, reopened.sinceMs)
    await moving(officer, reopened.sinceMs)

    // Nothing that was said in between is in what HLS gives now.
    const playlist = await (await fetch(`${demo.url}/hls/${hearing().id}/index.m3u8`, { headers })).text()
    expect(playlist).toContain('#EXT-X-DISCONTINUITY\n')
    for (const [startMs, endMs] of spansOf(playlist))
      expect([startMs, endMs, endMs <= closed.sinceMs + 50 || startMs >= reopened.sinceMs - 50]).toEqual([
        startMs,
        endMs,
        true,
      ])
    await Promise.all([journalist, officer].map((page) => page.context().close()))
  }, 180_000)

  it('lets nobody but the clerk reopen, and is closed still after a restart of the viewer’s page', async () => {
    const journalist = await watching('journalist', 'webrtc')
    await order('technician', 'close')
    await journalist.locator('.slate[data-kind=closed]').waitFor()
    await journalist.reload()
    await journalist.locator('.slate[data-kind=closed]').waitFor()
    const ask = await script('technician')
    const now = standingSchema.parse(
      await (await ask('GET', `/api/hearings/${hearing().id}/standing`)).json(),
    )
    const body = { order: 'reopen', version: now.version }
    expect((await ask('POST', `/api/hearings/${hearing().id}/orders`, body)).status).toBe(403)
    const { sinceMs } = await order('clerk', 'reopen')
    await moving(journalist, sinceMs)
    await journalist.context().close()
  }, 120_000)
})

describe('a journalist', () => {
  it('comes by invitation, asks, is let in, and is put out in the middle of a sentence', async () => {
    const press = await script('press')
    const invited = invitedAnswer.parse(
      await (
        await press('POST', '/api/courts/demo-court/journalists', {
          login: 'aigerim',
          name: 'Айгерім Серік',
          email: 'aigerim@paper.example',
          language: 'en',
        })
      ).json(),
    )
    const page = await browser.newPerson({ locale: 'en-GB' })
    await page.goto(invited.invitation?.link ?? '')
    await vi.waitFor(() => expect(page.url()).not.toContain('#'), patience)
    await page.fill('input[name=new-password]', 'заседание и пресса 7')
    await page.click('button[type=submit]')
    await page.waitForURL('**/hearings')

    const asked = page.request
    const posted = await asked.post(`${demo.url}/api/hearings/${hearing().id}/accreditation-requests`, {
      data: { reason: 'For the paper', cardNumber: '17' },
    })
    expect(posted.status()).toBe(201)
    const { hearings } = hearingsAnswer.parse(await (await asked.get(`${demo.url}/api/hearings`)).json())
    expect(hearings[0]).toMatchObject({ mayWatch: false, request: 'requested' })

    const waiting = accreditationsAnswer.parse(
      await (await press('GET', '/api/courts/demo-court/accreditations/requested')).json(),
    ).accreditations
    const path = `/api/courts/demo-court/accreditations/${waiting[0]?.id}/decision`
    const granted = await press('POST', path, { decision: 'grant', reason: '' })
    expect(accreditation.parse(await granted.json())).toMatchObject({ state: 'granted' })

    // The list shows it by itself.
    await page.locator(`a[href="${hearing().watch}"]`).click(patience)
    await moving(page)
    await page.locator('.stage').getByText('Айгерім Серік').waitFor()

    expect((await press('POST', path, { decision: 'revoke', reason: 'Misuse' })).status).toBe(200)
    await page.getByText('Your right to watch this hearing was withdrawn').waitFor()
    expect(await heldBy(page)).toEqual([])
    expect((await asked.post(`${demo.url}/api/hearings/${hearing().id}/token`)).status()).toBe(403)
    await page.reload()
    await page.getByRole('alert').waitFor()
    expect(await captureTime(page)).toBeNull()
    await page.context().close()
  }, 120_000)
})

describe('a press officer', () => {
  it('brings a pool of 30 from a CSV file, grants it the hearing, and hands over links that let them in', async () => {
    const page = await signedIn('press', '/desk/accreditation/pools')
    await page.getByLabel('Название').fill('Республиканские телеканалы')
    await page.getByRole('button', { name: 'Создать пул' }).click()
    await page.getByRole('link', { name: /Республиканские телеканалы/ }).click()

    // As Excel saves it.
    const lines = Array.from({ length: 30 }, (_, n) => `Журналист ${n};j${n}@tv.example;Хабар;${100 + n};kk`)
    const csv = `\uFEFFname;email;outlet;card;language\r\n${lines.join('\r\n')}\r\n`
    const file = { name: 'pool.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: 'Импортировать 30 строк' }).click()
    const links = (await page.locator('textarea[readonly]').inputValue()).trim().split('\n')
    expect(links).toHaveLength(30)

    await page.goto(`${demo.url}/desk/accreditation/grant`)
    await page.getByLabel('Пул', { exact: true }).selectOption({ label: 'Республиканские телеканалы (30)' })
    await page.getByLabel('Заседание', { exact: true }).selectOption({ index: 1 })
    await page.locator('form button[type=submit]').click()
    await page.waitForURL('**/desk/accreditation/granted')

    const journalist = await browser.newPerson()
    await journalist.goto(links[29]?.split('\t')[2] ?? '')
    await journalist.fill('input[name=new-password]', 'баспасөз 2026 қосылды')
    await journalist.click('button[type=submit]')
    await journalist.locator(`a[href="${hearing().watch}"]`).click(patience)
    await moving(journalist)
    await Promise.all([page, journalist].map((one) => one.context().close()))
  }, 120_000)
})

/** Of each segment of a playlist: from when to when, ms since the epoch. */
function spansOf(playlist: string): [number, number][] {
  const pattern = /#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:([\d.]+)/g
  return [...playlist.matchAll(pattern)].map(([, time, seconds]) => {
    const startMs = Date.parse(time ?? '')
    return [startMs, startMs + Number(seconds) * 1000]
  })
}
