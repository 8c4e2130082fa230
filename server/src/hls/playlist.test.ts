import { describe, expect, it } from 'vitest'
import { mediaPlaylist } from './playlist.ts'
import type { PlaylistModel } from './playlist.ts'

type Segment = PlaylistModel['segments'][number]

function segment(sequence: number, changes: Partial<Segment> = {}): Segment {
  const start = new Date(Date.UTC(2026, 0, 1) + sequence * 2000).toISOString()
  return { sequence, start, durationMs: 2000, init: 0, discontinuity: false, independent: true, ...changes }
}

// RFC 8216, section 4.3.
const table: { name: string; model: PlaylistModel; text: string[] }[] = [
  {
    name: 'two segments',
    model: { segments: [segment(7), segment(8)], discontinuitySequence: 0 },
    text: [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-MEDIA-SEQUENCE:7',
      '#EXT-X-DISCONTINUITY-SEQUENCE:0',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="init-0.mp4"',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:14.000Z',
      '#EXTINF:2.000000,',
      '7.m4s',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:16.000Z',
      '#EXTINF:2.000000,',
      '8.m4s',
    ],
  },
  {
    name: 'a discontinuity with another init segment',
    model: {
      segments: [segment(0), segment(1, { discontinuity: true, init: 1 })],
      discontinuitySequence: 3,
    },
    text: [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-MEDIA-SEQUENCE:0',
      '#EXT-X-DISCONTINUITY-SEQUENCE:3',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="init-0.mp4"',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z',
      '#EXTINF:2.000000,',
      '0.m4s',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-MAP:URI="init-1.mp4"',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02.000Z',
      '#EXTINF:2.000000,',
      '1.m4s',
    ],
  },
  {
    name: 'a long segment that begins without a key frame',
    model: {
      segments: [segment(4, { durationMs: 9960.5, independent: false })],
      discontinuitySequence: 0,
    },
    text: [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:10',
      '#EXT-X-MEDIA-SEQUENCE:4',
      '#EXT-X-DISCONTINUITY-SEQUENCE:0',
      '#EXT-X-MAP:URI="init-0.mp4"',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:08.000Z',
      '#EXTINF:9.960500,',
      '4.m4s',
    ],
  },
]

describe('mediaPlaylist()', () => {
  it.each(table)('writes $name', ({ model, text }) => {
    expect(mediaPlaylist(model)).toBe(`${text.join('\n')}\n`)
  })
})
