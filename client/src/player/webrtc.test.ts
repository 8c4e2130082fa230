import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createAttendances } from './attendances.ts'
import { createHeadStart } from './head-start.ts'
import type { PlaybackState } from './playback.ts'
import { SignallingError } from './media-signalling.ts'
import { createToldSignalling, kit, settled } from './testing/told-signalling.ts'
import { startWebRtc } from './webrtc.ts'

const ready = () => Promise.resolve(kit)

const unheard: unknown[] = []
const note = (reason: unknown): void => void unheard.push(reason)

beforeEach(() => {
  const page = {
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    visibilityState: 'visible',
  }
  vi.stubGlobal('window', Object.assign(Object.create(globalThis), page))
  vi.stubGlobal('document', page)
  vi.stubGlobal(
    'MediaStream',
    class {
      getTracks = (): never[] => []
    },
  )
  unheard.length = 0
  process.on('unhandledRejection', note)
})
afterEach(() => {
  process.off('unhandledRejection', note)
  vi.unstubAllGlobals()
})

it('ends with what the server says to its join, and leaves no failure that nobody hears of', async () => {
  const signalling = createToldSignalling()

  const attendances = createAttendances(signalling)
  const headStart = createHeadStart({ signalling, attendances, kit: () => kit, ready })
  const states: PlaybackState[] = []
  const video: HTMLVideoElement = Object.assign(Object.create(null), {
    srcObject: null,
    play: () => Promise.resolve(),
  })
  const playback = startWebRtc({
    hearingId: 'a',
    video,
    token: () => Promise.resolve({ token: 'a token', expiresAtMs: 1_000_000 }),
    attended: () => Promise.resolve(),
    onState: (state) => states.push(state),
    onFeed: () => undefined,
    prepared: { signalling, headStart, ready },
  })
  await settled()
  expect(signalling.sent).toEqual(['join a'])
  signalling.answers[0]?.reject(new SignallingError('not_on_air'))
  await settled()
  expect(states.at(-1)).toEqual({ kind: 'ended', code: 'not_on_air' })
  // Node tells of it once its queue of microtasks is empty.
  await new Promise((resolve) => setImmediate(resolve))
  expect(unheard).toEqual([])
  playback.stop()
})
