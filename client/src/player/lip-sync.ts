import type { MediaClock } from '@press-gallery/server/protocol/signalling'
import { z } from 'zod'
import { eachFrame } from './each-frame.ts'
import { LipSyncControl, type Hold } from './lip-sync-control.ts'
import { ticksAfter } from './rtp-timestamp.ts'

export interface LipSyncOptions {
  /** The element that shows the picture, at first that of the catch-up. */
  shown: HTMLVideoElement
  sound: RTCRtpReceiver
  /** Every picture that may be shown; all are held alike. */
  pictures: readonly RTCRtpReceiver[]
  /** The stream's own, as the server told it last. */
  clock: () => MediaClock | null
  stats: () => Promise<RTCStatsReport>
}

const pollMs = 40
const statsEveryMs = 1000
/** A loudspeaker's delay up to this is a screen's as well, which no browser tells, ms. */
const usualOutputMs = 30

/** W3C webrtc-stats, RTCAudioPlayoutStats: seconds, summed over all samples. */
const playout = z.object({
  type: z.literal('media-playout'),
  totalPlayoutDelay: z.number(),
  totalSamplesCount: z.number(),
})

/**
 * Keeps sound and picture of one join together, within a smaller range than browsers do by themselves (Chromium: 30 ms either
 * way, and what was held for a new sound's large buffer it holds for good). Returns the function that ends it; idempotent.
 */
export function beginLipSync({ shown, sound, pictures, clock, stats }: LipSyncOptions): () => void {
  const control = new LipSyncControl()
  let outputMs = 0

  const stopFrames = eachFrame(shown, (_, { rtpTimestamp, expectedDisplayTime }) => {
    const at = clock()
    if (at && rtpTimestamp !== undefined)
      control.pictureShown(performance.now(), expectedDisplayTime - ticksAfter(at.video, rtpTimestamp) / 90)
  })
  const apply = ({ pictureMs, soundMs }: Hold): void => {
    sound.jitterBufferTarget = soundMs
    for (const picture of pictures) picture.jitterBufferTarget = pictureMs
  }
  const poll = (): void => {
    const [source] = sound.getSynchronizationSources()
    const at = clock()
    if (!source || !at) return
    const playedMs = source.timestamp - performance.timeOrigin + Math.max(0, outputMs - usualOutputMs)
    control.soundPlayed(performance.now(), playedMs - ticksAfter(at.audio, source.rtpTimestamp) / 48)
    const hold = control.decide(performance.now())
    if (hold) apply(hold)
  }
  const readOutput = async (): Promise<void> => {
    for (const raw of (await stats()).values()) {
      const { success, data } = playout.safeParse(raw)
      if (success && data.totalSamplesCount > 0)
        outputMs = (data.totalPlayoutDelay * 1000) / data.totalSamplesCount
    }
  }

  const pollTimer = window.setInterval(poll, pollMs)
  // A session that has just been closed has no statistics.
  const statsTimer = window.setInterval(() => void readOutput().catch(() => undefined), statsEveryMs)
  return () => {
    stopFrames()
    window.clearInterval(pollTimer)
    window.clearInterval(statsTimer)
  }
}
