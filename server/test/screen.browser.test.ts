import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { launchForPeople, type PeoplesBrowser } from '../../client/test/chromium.ts'
import { aliveAfterCollection } from '../../client/test/objects-alive.ts'
import { partOf, processTree } from '../../infra/bench/process-cpu.ts'
import { standing as standingSchema, type OrderKind, type Standing } from '../src/protocol/hearing-state.ts'
import {
  screensAnswer,
  screenSummary,
  type ScreenHealth,
  type ScreenSummary,
} from '../src/protocol/screens.ts'
import { captureTime } from './capture-time.ts'
import { startDemo, type Demo } from './demo-process.ts'
import { cookieOf } from './http-fixture.ts'

const patience = { timeout: 40_000, interval: 100 }
const kioskStart = new URL('../../infra/kiosk/start.html', import.meta.url).href
const headers = { 'Content-Type': 'application/json' }

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

const hearingId = (): string => demo.hearings[0]?.id ?? ''

async function script(
  login: string,
): Promise<(method: string, path: string, body?: object) => Promise<Response>> {
  const password = demo.accounts.find((one) => one.login === login)?.password ?? ''
  const body = JSON.stringify({ login, password })
  const answer = await fetch(`${demo.url}/api/session`, { method: 'POST', headers, body })
  const Cookie = cookieOf(answer, 'pg_session')
  return (method, path, sent) =>
    fetch(`${demo.url}${path}`, {
      method,
      headers: { ...headers, Cookie },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    })
}

async function order(kind: OrderKind): Promise<Standing> {
  const ask = await script('clerk')
  const now = standingSchema.parse(await (await ask('GET', `/api/hearings/${hearingId()}/standing`)).json())
  const answer = await ask('POST', `/api/hearings/${hearingId()}/orders`, {
    order: kind,
    version: now.version,
  })
  return standingSchema.parse(await answer.json())
}

/** Waits for the device's page out of the box, and enters the code that it shows, as a technician. */
async function paired(page: Page, kind: 'screen' | 'bench', name: string): Promise<ScreenSummary> {
  await page.waitForURL(`${demo.url}/${kind}`)
  const code = await page.locator('.pairing__code').textContent(patience)
  const ask = await script('technician')
  const courtroomId = kind === 'bench' ? 'courtroom-1' : null
  const answer = await ask('POST', '/api/courts/demo-court/screens', { code, name, courtroomId })
  expect([answer.status, answer.status === 201 ? '' : await answer.clone().text()]).toEqual([201, ''])
  return screenSummary.parse(await answer.json())
}

async function moving(page: Page, sinceMs = 0): Promise<void> {
  const first = await vi.waitFor(async () => {
    const time = (await captureTime(page)) ?? 0
    expect(time).toBeGreaterThan(sinceMs)
    return time
  }, patience)
  await vi.waitFor(async () => expect(await captureTime(page)).toBeGreaterThan(first + 500), patience)
}

/** What the display says of itself, as the console has it. */
async function healthOf(name: string): Promise<ScreenHealth | null> {
  const ask = await script('technician')
  const answer = await ask('GET', '/api/courts/demo-court/screens')
  const { screens } = screensAnswer.parse(await answer.json())
  return screens.find((screen) => screen.name === name)?.health ?? null
}

/** Waits until the display says so of its one tile. */
const tileSays = (facts: Partial<ScreenHealth['tiles'][number]>): Promise<void> =>
  vi.waitFor(async () => expect((await healthOf('Foyer'))?.tiles[0]).toMatchObject(facts), patience)

/** Its packets come and are decoded; nothing of them is shown: the player takes another way by itself. */
async function thaws(wall: Page): Promise<void> {
  await wall.evaluate(`document.querySelector('.stage__video--shown').pause()`)
  await moving(wall)
}

/** The SFU hangs: the picture goes on over HLS, and over WebRTC again once it can. Nothing is built anew for it. */
async function fallsBack(wall: Page): Promise<void> {
  const before = await healthOf('Foyer')
  const tree = processTree(demo.pid)
  const workers = tree.filter((one) => partOf(one, tree) === 'SFU worker')
  expect(workers.length).toBeGreaterThan(0)
  for (const { pid } of workers) process.kill(pid, 'SIGSTOP')
  try {
    await tileSays({ path: 'hls', sees: true })
  } finally {
    for (const { pid } of workers) process.kill(pid, 'SIGCONT')
  }
  await tileSays({ path: 'webrtc', sees: true })
  await moving(wall)
  expect(await healthOf('Foyer')).toMatchObject({ healed: before?.healed, reloaded: before?.reloaded })
}

/** In the page, before its own scripts: connections whose sound can be kept from the decoder from then on (`isDeaf`). */
const deafenable = `globalThis.connections = []
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration) {
    super({ ...configuration, encodedInsertableStreams: true })
    connections.push(this)
    this.addEventListener('track', ({ receiver, track }) => {
      const { readable, writable } = receiver.createEncodedStreams()
      const transform = (frame, controller) => {
        if (track.kind === 'video' || !this.isDeaf) controller.enqueue(frame)
      }
      readable.pipeThrough(new TransformStream({ transform })).pipeTo(writable).catch(() => undefined)
    })
  }
}`

/** The picture moves, and no sound comes out: the tile is built anew, and heard again. Nothing of the one before is kept. */
async function hearsAgain(wall: Page): Promise<void> {
  await tileSays({ hears: true })
  const healed = (await healthOf('Foyer'))?.healed ?? 0
  await wall.evaluate('for (const connection of connections) connection.isDeaf = true')
  await tileSays({ sees: true, hears: false })
  await vi.waitFor(async () => {
    const health = await healthOf('Foyer')
    expect(health?.healed).toBe(healed + 1)
    expect(health?.tiles[0]).toMatchObject({ path: 'webrtc', sees: true, hears: true })
  }, patience)
  const devTools = await wall.context().newCDPSession(wall)
  // One for each path.
  await vi.waitFor(
    async () => expect(await aliveAfterCollection(devTools, 'HTMLVideoElement')).toBe(2),
    patience,
  )
}

/** What the videos of the page still hold. */
const heldBy = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('video')].filter(({ srcObject, readyState, buffered }) =>
    (srcObject?.getTracks().length ?? 0) + readyState + buffered.length > 0).length`)

const shellIsKept = 'navigator.serviceWorker.ready.then(() => true)'

/** What the browser keeps of the server for the page, beside the files of its shell. */
async function keptOn(page: Page): Promise<string[]> {
  const paths = z.array(z.string()).parse(
    await page.evaluate(`(async () => {
      const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
      const kept = (await Promise.all(shelves.map((cache) => cache.keys()))).flat()
      return kept.map(({ url }) => new URL(url).pathname)
    })()`),
  )
  expect(paths).toContain('/screen')
  return paths.filter((path) => path !== '/screen' && !path.startsWith('/assets/'))
}

describe('a journalist', () => {
  it('who reloads in a tunnel gets our own words, with nothing kept but the shell, and goes on after it', async () => {
    const page = await browser.newPerson({ serviceWorkers: 'allow', locale: 'en' })
    page.setDefaultTimeout(patience.timeout)
    const { login, password } = demo.accounts.find(({ role }) => role === 'journalist') ?? {}
    await page.goto(`${demo.url}${demo.hearings[0]?.watch ?? ''}`)
    await page.getByLabel('Login').fill(login ?? '')
    await page.getByLabel('Password', { exact: true }).fill(password ?? '')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await moving(page)
    await page.evaluate(shellIsKept)
    expect(await keptOn(page)).toEqual([])
    await page.context().setOffline(true)
    await page.reload()
    await page.locator('.notice--warn').waitFor()
    await page.context().setOffline(false)
    await moving(page)
    await page.context().close()
  })
})

describe('a display and a bench', () => {
  it('need no hands from the code to the picture, go dark with words, come back, and the bench closes', async () => {
    const viewport = { width: 1280, height: 720 }
    const wall = await browser.newPerson({ viewport, serviceWorkers: 'allow' })
    // Switched on before there is a network, as a kiosk is.
    await wall.context().setOffline(true)
    await wall.goto(`${kioskStart}#${demo.url}/screen`)
    await wall.getByText('Looking for the server since').waitFor()
    await wall.context().setOffline(false)
    const screen = await paired(wall, 'screen', 'Foyer')
    await moving(wall)

    const technician = await script('technician')
    await vi.waitFor(async () => {
      const health = await healthOf('Foyer')
      expect(health?.tiles[0]).toMatchObject({ path: 'webrtc', sees: true, hears: true })
      expect(health?.soundBlocked).toBe(false)
    }, patience)
    expect((await technician('POST', `/api/screens/${screen.id}/blink`)).status).toBe(204)
    await wall.locator('.device-blink').getByText('Foyer').waitFor()

    const bench = await browser.newPerson()
    await bench.goto(`${demo.url}/bench`)
    await paired(bench, 'bench', 'Bench 1')
    const button = bench.locator('.bench__button')
    await bench.locator('.bench[data-view=live]').waitFor()
    await button.click()
    await wall.locator('.slate[data-kind=closed]').waitFor()
    expect(await heldBy(wall)).toBe(0)
    await bench.locator('.bench[data-view=closed]').getByText('1', { exact: false }).first().waitFor()

    const { sinceMs } = await order('reopen')
    await moving(wall, sinceMs)

    // Without the network the bench claims nothing, and a press is not lost.
    await bench.locator('.bench[data-view=live]').waitFor()
    await bench.context().setOffline(true)
    await bench.locator('.bench[data-view=unknown]').waitFor()
    await button.click()
    await bench.locator('.bench__outcome[data-kind=unanswered]').waitFor()
    await bench.context().setOffline(false)
    await wall.locator('.slate[data-kind=closed]').waitFor()
    await bench.locator('.bench[data-view=closed]').waitFor()
    await order('reopen')

    // The page comes up without the server, and says so.
    await wall.addInitScript(deafenable)
    await wall.evaluate(shellIsKept)
    await wall.reload()
    await wall.context().setOffline(true)
    await wall.reload()
    await wall.locator('.device-link').waitFor()
    expect(await keptOn(wall)).toEqual([])
    await wall.context().setOffline(false)
    await moving(wall)

    await thaws(wall)
    await hearsAgain(wall)
    await fallsBack(wall)

    // Taken away: nothing is left of it, and a code is shown again.
    expect((await technician('DELETE', `/api/screens/${screen.id}`)).status).toBe(204)
    await wall.locator('.pairing__code').waitFor(patience)
    expect(await captureTime(wall)).toBeNull()
    await Promise.all([wall, bench].map((page) => page.context().close()))
  }, 240_000)
})
