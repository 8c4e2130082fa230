import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { launchChromium, type TestBrowser } from '../../client/test/chromium.ts'
import { tokenAnswer } from '../src/protocol/api.ts'
import { startDemo, type Demo } from './demo-process.ts'
import { cookieOf } from './http-fixture.ts'
import { playWithFfmpeg, playWithVlc } from './independent-players.ts'
import { captureTime } from './capture-time.ts'

let demo: Demo
let browser: TestBrowser

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await demo.stop()
})

const account = (login: string): { login: string; password: string } => {
  const found = demo.accounts.find((one) => one.login === login)
  if (found === undefined) throw new TypeError(`the demo has no ${login}`)
  return found
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', account(login).password)
  await page.click('button[type=submit]')
}

/** The loudest the sound was within a second, 0 to 1. */
async function loudness(page: Page): Promise<number> {
  const script = `(async () => {
    const video = [...document.querySelectorAll('video')].find((one) => one.videoWidth > 0 && one.srcObject && !one.muted)
    if (!video) return 0
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(video.srcObject).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let loudest = 0
    for (let i = 0; i < 50; i++) {
      await new Promise((done) => setTimeout(done, 20))
      analyser.getFloatTimeDomainData(samples)
      loudest = Math.max(loudest, ...samples.map(Math.abs))
    }
    await context.close()
    return loudest
  })()`
  return z.number().parse(await page.evaluate(script))
}

const sessions = new Map<string, Promise<string>>()

/** A session of its own, past the page: one for each, since a journalist watches with one. */
function sessionOf(login: string): Promise<string> {
  const session = sessions.get(login) ?? newSession(login)
  sessions.set(login, session)
  return session
}

async function newSession(login: string): Promise<string> {
  const answer = await fetch(`${demo.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login, password: account(login).password }),
  })
  return cookieOf(answer, 'pg_session')
}

const askToken = async (login: string): Promise<Response> =>
  fetch(`${demo.url}/api/hearings/${demo.hearings[0]?.id}/token`, {
    method: 'POST',
    headers: { Cookie: await sessionOf(login) },
  })

describe('npm run demo', () => {
  it('says one line: where, what, and for whom', () => {
    expect(demo.said).toHaveLength(1)
    const roles = demo.accounts.map(({ role }) => role)
    expect(roles.slice(0, 3)).toEqual(['technician', 'journalist', 'journalist'])
    expect(roles.slice(3)).toEqual([
      'clerk',
      'press_officer',
      'administrator',
      'auditor',
      'judge_coordinator',
      'press_officer',
      'administrator',
    ])
    expect(new URL(demo.url).hostname).toBe('127.0.0.1')
  })

  it('shows and sounds the hearing to an accredited journalist in a browser', async () => {
    const { page, problems } = await browser.newPage()
    await page.goto(demo.url)
    await signIn(page, 'journalist')
    await page.click(`a[href="${demo.hearings[0]?.watch}"]`)

    const first = await vi.waitFor(async () => z.number().parse(await captureTime(page)), {
      timeout: 30_000,
      interval: 200,
    })
    await vi.waitFor(async () => expect(await captureTime(page)).toBeGreaterThan(first + 2000), {
      timeout: 30_000,
      interval: 200,
    })
    // The clock of the picture is the clock of this machine: live, not a loop. A bound for failure, not a measurement.
    expect(Date.now() - z.number().parse(await captureTime(page))).toBeLessThan(3000)

    await page.keyboard.press('m')
    await vi.waitFor(async () => expect(await loudness(page)).toBeGreaterThan(0.01), {
      timeout: 30_000,
      interval: 100,
    })
    // Before signing in the page asks whether it is signed in, which Chromium counts as an error.
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([])
    await page.close()
  })

  it('gives the hearing over HLS with the token, and nothing to a journalist accredited to nothing', async () => {
    const id = demo.hearings[0]?.id ?? ''
    expect((await askToken('stranger')).status).toBe(403)

    const { token } = tokenAnswer.parse(await (await askToken('journalist')).json())
    const get = (name: string): Promise<Response> =>
      fetch(`${demo.url}/hls/${id}/${name}`, { headers: { Authorization: `Bearer ${token}` } })
    const playlist = await vi.waitFor(
      async () => {
        const text = await (await get('index.m3u8')).text()
        expect(text).toMatch(/^#EXTM3U[\s\S]*#EXTINF/)
        return text
      },
      { timeout: 30_000, interval: 500 },
    )
    const segment = playlist.split('\n').findLast((line) => line.endsWith('.m4s')) ?? ''
    const answer = await get(segment)
    expect(answer.status).toBe(200)
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    expect((await fetch(`${demo.url}/hls/${id}/${segment}`)).status).toBe(403)
  })

  it.for([
    ['ffmpeg', playWithFfmpeg],
    ['VLC', playWithVlc],
  ] as const)('plays in %s, with the cookie', async ([, play]) => {
    const answer = await askToken('journalist')
    const setCookie = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('pg_hls=')) ?? ''
    const url = `${demo.url}/hls/${demo.hearings[0]?.id}/index.m3u8`
    const packets = await play({ url, setCookie }, 5)
    expect(packets['h264']).toBeGreaterThan(45)
    expect(packets['aac']).toBeGreaterThan(80)
  })

  it('ends at Ctrl-C, and its server with it', async () => {
    await demo.interrupt()
    await expect(fetch(`${demo.url}/healthz`)).rejects.toThrow('fetch failed')
    expect(demo.said).toHaveLength(1)
  })
})
