import { describe, expect, it } from 'vitest'
import { isPast } from './catch-up.ts'
import { figuresBetween, readSample, type WebRtcSample } from './webrtc-stats.ts'

const zero: WebRtcSample = {
  atMs: 0,
  bytes: 0,
  packetsReceived: 0,
  packetsLost: 0,
  framesDecoded: 0,
  soundReceivedS: null,
  frameDelaysMs: 0,
  roundTripMs: null,
}

describe('readSample', () => {
  it('takes the sound and the shown track, and nothing of a picture that is not shown', () => {
    const report = new Map<string, unknown>([
      [
        'a',
        {
          type: 'inbound-rtp',
          kind: 'audio',
          trackIdentifier: 'sound',
          bytesReceived: 10,
          packetsReceived: 1,
          totalSamplesDuration: 2,
          totalSamplesReceived: 96_000,
          concealedSamples: 24_000,
        },
      ],
      [
        'v',
        {
          type: 'inbound-rtp',
          kind: 'video',
          trackIdentifier: 'shown',
          bytesReceived: 100,
          packetsReceived: 5,
          packetsLost: 2,
          framesDecoded: 3,
          jitterBufferDelay: 0.25,
          totalDecodeTime: 0.5,
        },
      ],
      [
        'c',
        {
          type: 'inbound-rtp',
          kind: 'video',
          trackIdentifier: 'other',
          bytesReceived: 1000,
          framesDecoded: 9,
        },
      ],
      ['p', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.004 }],
      ['q', { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }],
      ['x', { type: 'codec' }],
    ])
    expect(readSample(report, 'shown', 7)).toEqual({
      atMs: 7,
      bytes: 110,
      packetsReceived: 5,
      packetsLost: 2,
      framesDecoded: 3,
      soundReceivedS: 1.5,
      frameDelaysMs: 750,
      roundTripMs: 4,
    })
  })
})

describe('figuresBetween', () => {
  it('tells bitrate, delay a frame and loss of the time between', () => {
    const earlier = { ...zero, atMs: 1000, bytes: 1000, framesDecoded: 10, frameDelaysMs: 100 }
    const later: WebRtcSample = {
      atMs: 3000,
      bytes: 501_000,
      packetsReceived: 90,
      packetsLost: 10,
      framesDecoded: 60,
      soundReceivedS: null,
      frameDelaysMs: 2600,
      roundTripMs: 4,
    }
    expect(figuresBetween(earlier, later)).toEqual({ bitrateBps: 2_000_000, latencyMs: 52, lossRatio: 0.1 })
  })

  it('knows nothing where nothing has come', () => {
    expect(figuresBetween(zero, zero)).toEqual({ bitrateBps: null, latencyMs: null, lossRatio: null })
  })
})

describe('isPast', () => {
  it.each([
    { name: 'the same', timestamp: 5, other: 5, past: true },
    { name: 'an earlier one', timestamp: 4, other: 5, past: false },
    { name: 'a later one across the wrap', timestamp: 3, other: 0xffff_fff0, past: true },
    { name: 'an earlier one across the wrap', timestamp: 0xffff_fff0, other: 3, past: false },
    { name: 'an unknown one', timestamp: undefined, other: 3, past: true },
  ])('$name: $past', ({ timestamp, other, past }) => {
    expect(isPast(timestamp, other)).toBe(past)
  })
})
