import type { DeviceKind } from '@press-gallery/server/protocol/screens'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createServerClock } from '../api/server-clock.ts'
import { createRequests } from '../api/requests.ts'
import { keepPairing, type PairingView } from './pairing.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** What a page of this kind shows, where the browser holds the code of a pairing that was begun as another kind. */
async function shown(kind: DeviceKind, held: { kind: DeviceKind; code: string }): Promise<PairingView[]> {
  const untilMs = Date.now() + 600_000
  let waiting = { ...held, untilMs }
  const requests = createRequests({
    clock: createServerClock(),
    nowMs: () => Date.now(),
    timeoutMs: 1000,
    fetch(_path, init) {
      if (init?.method === 'GET') return Promise.resolve(Response.json({ state: 'waiting', ...waiting }))
      waiting = { kind, code: 'NEW234', untilMs }
      return Promise.resolve(Response.json({ code: waiting.code, untilMs }, { status: 201 }))
    },
  })
  const views: PairingView[] = []
  const stop = keepPairing({ requests, kind, onView: (view) => views.push(view), onPaired: () => undefined })
  await vi.advanceTimersByTimeAsync(3000)
  stop()
  return views
}

const codes = (views: PairingView[]): string[] =>
  views.flatMap((view) => (view.kind === 'code' ? [view.code] : []))

test('a code is shown on, and one of the other kind of device is never shown', async () => {
  expect(codes(await shown('bench', { kind: 'bench', code: 'ABC234' }))).toEqual(['ABC234', 'ABC234'])
  expect(codes(await shown('bench', { kind: 'screen', code: 'ABC234' }))).toEqual(['NEW234', 'NEW234'])
})
