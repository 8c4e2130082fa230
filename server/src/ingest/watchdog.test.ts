import { expect, test } from 'vitest'
import { Watchdog } from './watchdog.ts'

const track = { sourceCodec: 'x', mode: 'forwarded' } as const

test('silence of all is deadly within 5 s, silence of one is a fault', () => {
  const watchdog = new Watchdog(0, 'camera')
  watchdog.announced({ video: track, audio: track }, 100)
  expect([watchdog.deadly(3000), watchdog.missing(3000)]).toEqual([null, null])
  watchdog.packet('audio', 3000)
  expect([watchdog.deadly(5000), watchdog.missing(5000), watchdog.lost(5000)]).toEqual([
    null,
    'no_video',
    null,
  ])
  watchdog.packet('video', 5100)
  expect([watchdog.deadly(7000), watchdog.missing(7000), watchdog.lost(7000)]).toEqual([
    null,
    'no_audio',
    'no_audio',
  ])
  expect(watchdog.deadly(10_000)).toBe('silent')
  expect(new Watchdog(0, 'camera').lost(9000)).toBeNull()
})

test('what was never announced is missing from the start', () => {
  const watchdog = new Watchdog(0, 'camera')
  watchdog.announced({ video: track, audio: null }, 100)
  expect(watchdog.missing(200)).toBe('no_audio')
  expect(watchdog.has('audio', 200)).toBe(false)
})

test('a local process may take longer to begin, but not to go on', () => {
  const watchdog = new Watchdog(0, 'local')
  watchdog.announced({ video: track, audio: null }, 0)
  expect(watchdog.deadly(10_000)).toBeNull()
  watchdog.packet('video', 10_000)
  expect(watchdog.deadly(14_000)).toBe('silent')
})

test('a source that never says a word', () => {
  const watchdog = new Watchdog(0, 'camera')
  expect([watchdog.deadly(10_000), watchdog.deadly(30_000)]).toEqual([null, 'not_understood'])
})
