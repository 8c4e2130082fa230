import { RtpPacket } from 'rtp.js/packets'
import type { FeedTap, TrackKind } from '../../ingest/feed.ts'
import { publisherRtp } from '../../sfu/publisher-rtp.ts'
import { playFileFeed } from './file-feed.ts'

/** Something to be done when the file has come to a time, ms; before any media of that time or later is given to anyone. */
export interface Cue {
  atMs: number
  act: () => void
}

/** A courtroom's feed that plays a file, with what happens to it in step with its media. */
export interface CuedFeed {
  tap(tap: FeedTap): () => void
  play(options: { path: string; startMs: number; speed: number; cues: readonly Cue[] }): Promise<void>
}

const firstTimestamp = 0xffff_0000

export function createCuedFeed(): CuedFeed {
  const taps = new Set<FeedTap>()
  const clocks = new Map<TrackKind, { rtpTimestamp: number; wallClockMs: number }>()
  return {
    tap: (tap) => {
      taps.add(tap)
      // As the relay does: who comes in the middle is told where the tracks are.
      for (const [kind, { rtpTimestamp, wallClockMs }] of clocks) tap.clock(kind, rtpTimestamp, wallClockMs)
      return () => void taps.delete(tap)
    },
    play: async ({ path, startMs, speed, cues }) => {
      const due = [...cues]
      const to: FeedTap = {
        clock: (kind, rtpTimestamp, wallClockMs) => {
          clocks.set(kind, { rtpTimestamp, wallClockMs })
          for (const tap of taps) tap.clock(kind, rtpTimestamp, wallClockMs)
        },
        rtp: (kind, packet) => {
          const atMs = mediaMs(kind, packet)
          while (due[0] && atMs >= due[0].atMs) due.shift()?.act()
          for (const tap of taps) tap.rtp(kind, packet)
        },
      }
      await playFileFeed({ path, startMs, speed, tap: to, firstTimestamp })
      for (const { act } of due) act()
    },
  }
}

function mediaMs(kind: TrackKind, bytes: Buffer): number {
  const packet = new RtpPacket(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const ticks = (packet.getTimestamp() - firstTimestamp) | 0
  return (ticks * 1000) / publisherRtp[kind].clockRateHz
}
