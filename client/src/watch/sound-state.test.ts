import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { describe, expect, test } from 'vitest'
import { silentAfterMs, soundState, type SoundFacts } from './sound-state.ts'

const feed: FeedStatus = {
  state: 'live',
  fault: null,
  sinceMs: 0,
  nextTryMs: null,
  video: { sourceCodec: 'h264', mode: 'forwarded' },
  audio: { sourceCodec: 'opus', mode: 'forwarded' },
}
const heard: SoundFacts = { audible: true, playing: true, feed, measured: true, quietForMs: 0 }

describe('soundState()', () => {
  test.for([
    { name: 'speech', facts: {}, expected: 'heard' },
    { name: 'a pause in speech', facts: { quietForMs: silentAfterMs - 1 }, expected: 'heard' },
    { name: 'a silent courtroom', facts: { quietForMs: silentAfterMs }, expected: 'silent' },
    { name: 'sound turned off here', facts: { audible: false, quietForMs: 60_000 }, expected: 'off' },
    { name: 'a camera without sound', facts: { feed: { ...feed, audio: null } }, expected: 'missing' },
    {
      name: 'a camera without sound, and sound turned off here',
      facts: { audible: false, feed: { ...feed, fault: 'no_audio' as const } },
      expected: 'missing',
    },
    { name: 'a picture that does not play', facts: { playing: false }, expected: 'waiting' },
    { name: 'a browser that cannot measure', facts: { measured: false }, expected: 'unmeasured' },
    { name: 'a feed not known yet', facts: { feed: null }, expected: 'heard' },
  ])('of $name is $expected', ({ facts, expected }) => {
    expect(soundState({ ...heard, ...facts })).toBe(expected)
  })
})
