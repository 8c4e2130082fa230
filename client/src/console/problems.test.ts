import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { describe, expect, test } from 'vitest'
import { problemsOf, type RoomFacts } from './problems.ts'

const feed: FeedStatus = { state: 'live', fault: null, sinceMs: 0, nextTryMs: null, video: null, audio: null }
const facts = (some: Partial<RoomFacts>): RoomFacts => ({
  feed,
  state: 'live',
  recording: 'recording',
  attendance: { alarm: null },
  nowMs: 60_000,
  ...some,
})

describe('problemsOf()', () => {
  test('finds nothing where all is well', () => {
    expect(problemsOf(facts({}))).toEqual([])
  })

  test('names what reaches the press first, then the camera, then the recording', () => {
    const all = problemsOf(
      facts({
        feed: { ...feed, fault: 'no_audio' },
        recording: 'disk_full',
        attendance: { alarm: 'nobody_hears' },
      }),
    )
    expect(all).toEqual([
      { of: 'press', alarm: 'nobody_hears' },
      { of: 'feed', fault: 'no_audio' },
      { of: 'recording', state: 'disk_full' },
    ])
  })

  test('is patient with a camera that has just been asked', () => {
    const connecting: FeedStatus = { ...feed, state: 'connecting', sinceMs: 50_000 }
    expect(problemsOf(facts({ feed: connecting, nowMs: 55_000 }))).toEqual([])
    expect(problemsOf(facts({ feed: connecting }))).toEqual([])
    expect(problemsOf(facts({ feed: connecting, nowMs: 60_001 }))).toEqual([{ of: 'feed', fault: 'slow' }])
  })

  test.for(['scheduled', 'recess', 'closed', 'ended', null] as const)(
    'is silent about press and recording while the hearing is %s',
    (state) => {
      expect(
        problemsOf(facts({ state, recording: 'stopped', attendance: { alarm: 'nobody_sees' } })),
      ).toEqual([])
    },
  )
})
