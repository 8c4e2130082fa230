import { rm } from 'node:fs/promises'
import { encodeStripClip } from '@press-gallery/server/sfu/testing/strip-clip'
import { pino } from 'pino'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { aliveAfterCollection } from './objects-alive.ts'
import type { ShownFrame } from './webrtc-page/page.ts'
import { buildWebRtcPage, startWebRtcRig, type WebRtcRig } from './webrtc-rig.ts'

const log = pino({ level: 'silent' })
const patience = { timeout: 15_000, interval: 50 }
/** The issue's own limit for viewers to be back after a worker's death. */
const backWithinMs = 3_000

let browser: TestBrowser
let pageDir: string
beforeAll(async () => {
  pageDir = await buildWebRtcPage()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await rm(pageDir, { recursive: true, force: true })
})

const pages: Page[] = []
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close()
})

async function openPage(rig: WebRtcRig): Promise<Page> {
  const { page } = await browser.newPage()
  pages.push(page)
  await page.goto(rig.url)
  await page.evaluate(() => window.underTest.prepared())
  return page
}

/** The click. */
async function watch(
  page: Page,
  rig: WebRtcRig,
  options: { lastsMs?: number; catchUp?: boolean } = {},
): Promise<void> {
  const token = rig.token(Date.now() + (options.lastsMs ?? 600_000))
  await page.evaluate(([hearingId, good, catchUp]) => window.underTest.start(hearingId, good, catchUp), [
    rig.hearingId,
    token,
    options.catchUp ?? true,
  ] as const)
}

const framesOf = (page: Page): Promise<ShownFrame[]> => page.evaluate(() => window.underTest.frames())
const statesOf = async (page: Page): Promise<string[]> =>
  (await page.evaluate(() => window.underTest.states())).map((state) =>
    state.kind === 'ended' ? `ended: ${state.code}` : state.kind,
  )

/** Waits until so many more frames have been shown. */
async function moreFrames(page: Page, count: number, timeout = patience.timeout): Promise<void> {
  const already = (await framesOf(page)).length
  await vi.waitFor(
    async () => expect((await framesOf(page)).length).toBeGreaterThanOrEqual(already + count),
    {
      ...patience,
      timeout,
    },
  )
}

describe('with key frames 6 s apart', () => {
  const groupMs = 6_000
  let rig: WebRtcRig
  beforeAll(async () => {
    rig = await startWebRtcRig(pageDir, await encodeStripClip({ frameCount: groupMs / 40, log }), log)
  })
  afterAll(() => rig.stop())

  const groupOf = (atMs: number): number => Math.floor((atMs - (rig.publisher.startedAtMs ?? 0)) / groupMs)
  /** How long ago the present group's key frame was sent, ms. */
  const intoGroupMs = (): number => (Date.now() - (rig.publisher.startedAtMs ?? 0)) % groupMs
  /** How old a frame was when it was shown, ms; slightly negative where clocks were read a moment apart. */
  const ageMs = ({ atMs, stripMs }: ShownFrame): number => {
    const age = (atMs - (rig.publisher.startedAtMs ?? 0) - stripMs) % groupMs
    return age > groupMs / 2 ? age - groupMs : age
  }

  it('shows live picture, with sound, before the next key frame, and never goes back', async () => {
    const page = await openPage(rig)
    await vi.waitFor(() => {
      expect(intoGroupMs()).toBeGreaterThan(1_500)
      expect(intoGroupMs()).toBeLessThan(2_500)
    }, patience)
    await watch(page, rig)
    await moreFrames(page, 25)
    const [first] = await framesOf(page)
    expect(first?.stripMs).toBeGreaterThanOrEqual(0)
    const live = (await framesOf(page)).find((frame) => Math.abs(ageMs(frame)) < 200)
    expect(live).toBeDefined()
    // Of the same group: no key frame has come since the click. A live frame may have been taken 200 ms before it.
    expect(live?.stripMs).toBeGreaterThan(1_300)
    expect(live?.stripMs).toBeLessThan(groupMs)
    expect(await page.evaluate(() => window.underTest.loudness())).toBeGreaterThan(0.1)

    // The next key frame lets the real track take over.
    await vi.waitFor(async () => {
      const frames = await framesOf(page)
      expect(frames.some(({ stripMs }, i) => stripMs < (frames[i - 1]?.stripMs ?? 0))).toBe(true)
    }, patience)
    await moreFrames(page, 40)
    const steps = (await framesOf(page)).map(({ stripMs }, i, frames) => {
      const step = stripMs - (frames[i - 1]?.stripMs ?? stripMs)
      return step < -groupMs / 2 ? step + groupMs : step
    })
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
    expect(await page.evaluate(() => document.querySelectorAll('video').length)).toBe(1)
    expect(await statesOf(page)).toEqual(['starting', 'playing'])
    const stats = await page.evaluate(() => window.underTest.stats())
    expect(stats).toMatchObject({ path: 'webrtc', widthPx: 384, heightPx: 216 })
    expect(stats?.bitrateBps).toBeGreaterThan(10_000)
    expect(stats?.latencyMs).toBeGreaterThan(0)

    await page.evaluate(() => window.underTest.stop())
    await vi.waitFor(async () => expect((await rig.sfu.stats()).viewers).toEqual({ 'courtroom-1': 0 }))
    expect(await page.evaluate(() => document.querySelector('video')?.srcObject)).toBeNull()
  })

  it('holds the picture for sound that is told to belong to an earlier one, and lets go of it', async () => {
    const page = await openPage(rig)
    await watch(page, rig)
    await moreFrames(page, 50)
    // Half of it is far more than what a busy machine adds, and what lip sync leaves alone.
    const lateMs = 400
    const usualAgeMs = async (): Promise<number> => {
      const ages = (await framesOf(page)).slice(-15).map(ageMs)
      return ages.toSorted((a, b) => a - b)[7] ?? Number.NaN
    }
    const unheldMs = await usualAgeMs()
    rig.soundLater(lateMs)
    await vi.waitFor(async () => expect(await usualAgeMs()).toBeGreaterThan(unheldMs + lateMs / 2), patience)
    rig.soundLater(0)
    await vi.waitFor(async () => expect(await usualAgeMs()).toBeLessThan(unheldMs + lateMs / 2), patience)
    expect((await statesOf(page)).at(-1)).toBe('playing')
  })

  it('shows live picture at once over a connection that stood by, and over which nothing had come', async () => {
    const page = await openPage(rig)
    const before = rig.viewers.transports.length
    const token = rig.token(Date.now() + 600_000)
    await page.evaluate(([id, good]) => window.underTest.standBy(id, good), [rig.hearingId, token] as const)
    await vi.waitFor(
      () =>
        expect(rig.viewers.transports.slice(before).map(({ dtlsState }) => dtlsState)).toEqual(['connected']),
      patience,
    )
    // Past a key frame, so that what is shown can't be of the group that there was then.
    const groupThen = groupOf(Date.now())
    await vi.waitFor(() => {
      expect(groupOf(Date.now())).toBeGreaterThan(groupThen)
      expect(intoGroupMs()).toBeGreaterThan(1_000)
      expect(intoGroupMs()).toBeLessThan(2_000)
    }, patience)
    expect(await rig.viewers.rtpBytesSent()).toBe(0)
    expect((await rig.sfu.stats()).viewers).toEqual({ 'courtroom-1': 0 })

    await watch(page, rig)
    await moreFrames(page, 10)
    expect(rig.viewers.transports.length).toBe(before + 1)
    expect((await rig.sfu.stats()).viewers).toEqual({ 'courtroom-1': 1 })
    const live = (await framesOf(page)).find((frame) => Math.abs(ageMs(frame)) < 200)
    expect(live?.stripMs).toBeGreaterThan(800)
    expect(live?.stripMs).toBeLessThan(groupMs)
    expect(await page.evaluate(() => window.underTest.loudness())).toBeGreaterThan(0.1)
  })

  it('stands by anew after the death of the SFU worker, and shows what comes first where there is no group yet', async () => {
    const page = await openPage(rig)
    const token = rig.token(Date.now() + 600_000)
    await page.evaluate(([id, good]) => window.underTest.standBy(id, good), [rig.hearingId, token] as const)
    const standBys = async (): Promise<unknown> => (await rig.sfu.stats()).standBys
    await vi.waitFor(async () => expect(await standBys()).toEqual({ 'courtroom-1': 1 }), patience)
    await vi.waitFor(() => expect(intoGroupMs()).toBeLessThan(1_000), patience)
    const [worker] = (await rig.sfu.stats()).workers
    process.kill(worker?.pid ?? 0, 'SIGKILL')
    await vi.waitFor(async () => {
      expect((await rig.sfu.stats()).workers[0]?.pid).not.toBe(worker?.pid)
      expect(await standBys()).toEqual({ 'courtroom-1': 1 })
    }, patience)

    // As a rule the only key frame so far is the one that died with the worker.
    await watch(page, rig)
    await moreFrames(page, 10)
    const [first] = await framesOf(page)
    expect(first?.stripMs).toBeLessThan(1_000)
    expect(await statesOf(page)).toEqual(['starting', 'playing'])
  })

  it('shows nothing until the next key frame when no catch-up is asked for', async () => {
    const page = await openPage(rig)
    await vi.waitFor(() => {
      expect(intoGroupMs()).toBeGreaterThan(2_000)
      expect(intoGroupMs()).toBeLessThan(4_000)
    }, patience)
    await watch(page, rig, { catchUp: false })
    await moreFrames(page, 1)
    const [first] = await framesOf(page)
    expect(first?.stripMs).toBeLessThan(1_000)
  })
})

describe('with a key frame each second', () => {
  let rig: WebRtcRig
  beforeAll(async () => {
    rig = await startWebRtcRig(pageDir, await encodeStripClip({ frameCount: 25, log }), log)
  })
  afterAll(() => rig.stop())

  it('leaves no connection in the browser’s memory, also where it is left while its state changes', async () => {
    const page = await openPage(rig)
    const devTools = await page.context().newCDPSession(page)
    const kept = (): Promise<number> => aliveAfterCollection(devTools, 'RTCPeerConnection')
    // Left as soon as it is negotiated, on a page that was busy meanwhile: a change of state is yet to be told.
    await page.evaluate(() => {
      globalThis.RTCPeerConnection = class extends RTCPeerConnection {
        override async setLocalDescription(answer?: RTCLocalSessionDescriptionInit): Promise<void> {
          await super.setLocalDescription(answer)
          for (const sinceMs = performance.now(); performance.now() - sinceMs < 10;);
          setTimeout(() => {
            window.underTest.stop()
            document.title = 'left'
          })
        }
      }
    })
    for (let joins = 0; joins < 15; joins++) {
      await page.evaluate(() => (document.title = ''))
      await watch(page, rig)
      await vi.waitFor(async () => expect(await page.title()).toBe('left'), patience)
    }
    await vi.waitFor(async () => expect(await kept()).toBe(0), patience)
  })

  it('is back by itself after the death of the SFU worker', async () => {
    const page = await openPage(rig)
    await watch(page, rig)
    await moreFrames(page, 10)
    const pid = (await rig.sfu.stats()).workers[0]?.pid ?? 0
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(async () => expect((await statesOf(page)).at(-1)).toBe('reconnecting'), patience)
    await moreFrames(page, 1, backWithinMs)
    await moreFrames(page, 25)
    expect(await statesOf(page)).toEqual(['starting', 'playing', 'reconnecting', 'playing'])
  })

  it('is back by itself after a restart of the server', async () => {
    const page = await openPage(rig)
    await watch(page, rig)
    await moreFrames(page, 10)
    await rig.restartSignalling()
    await vi.waitFor(async () => expect((await statesOf(page)).at(-1)).toBe('playing'), patience)
    await moreFrames(page, 25)
    expect(await statesOf(page)).toEqual(['starting', 'playing', 'reconnecting', 'playing'])
  })

  it('goes on past its token’s end with the next one, and ends, without asking on, when there is none', async () => {
    const page = await openPage(rig)
    await watch(page, rig, { lastsMs: 3_000 })
    const next = rig.token(Date.now() + 6_000)
    await page.evaluate((token) => window.underTest.setToken(token), next)
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(next.expiresAtMs - 2_000), patience)
    await moreFrames(page, 5)

    await page.evaluate(() => window.underTest.setToken(null))
    await vi.waitFor(async () => expect((await statesOf(page)).at(-1)).toBe('ended: token_expired'), patience)
    expect(Date.now() - next.expiresAtMs).toBeLessThan(1_000)
    const asked = await page.evaluate(() => window.underTest.tokensAsked())
    const { viewers } = await rig.sfu.stats()
    expect(viewers).toEqual({ 'courtroom-1': 0 })
    const shown = (await framesOf(page)).length
    // Others watch on meanwhile, for longer than its back-off would have been.
    const other = await openPage(rig)
    await watch(other, rig)
    await moreFrames(other, 40)
    expect((await framesOf(page)).length).toBe(shown)
    expect(await page.evaluate(() => window.underTest.tokensAsked())).toBe(asked)
    expect(await statesOf(page)).toEqual(['starting', 'playing', 'ended: token_expired'])
  })

  it('ends at once, without asking on, when it is refused', async () => {
    const page = await openPage(rig)
    await page.evaluate(
      ([hearingId]) =>
        window.underTest.start(hearingId, { token: 'nonsense', expiresAtMs: Date.now() + 60_000 }),
      [rig.hearingId] as const,
    )
    await vi.waitFor(
      async () => expect(await statesOf(page)).toEqual(['starting', 'ended: refused']),
      patience,
    )
  })
})
