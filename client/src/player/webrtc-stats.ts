import { z } from 'zod'

/** What is read of a connection at one moment; counts are since its beginning. */
export interface WebRtcSample {
  atMs: number
  /** Of the sound and the picture that is shown. */
  bytes: number
  packetsReceived: number
  packetsLost: number
  framesDecoded: number
  /** Without what was made up for lost packets. */
  soundReceivedS: number | null
  /** Sum over all frames of the time from its packets' arrival to its being shown, ms. */
  frameDelaysMs: number
  roundTripMs: number | null
}

const inbound = z.object({
  type: z.literal('inbound-rtp'),
  kind: z.string(),
  trackIdentifier: z.string().optional(),
  bytesReceived: z.number().default(0),
  packetsReceived: z.number().default(0),
  packetsLost: z.number().default(0),
  framesDecoded: z.number().default(0),
  /** Audio alone has these. */
  totalSamplesDuration: z.number().default(0),
  totalSamplesReceived: z.number().default(0),
  concealedSamples: z.number().default(0),
  /** W3C webrtc-stats: seconds, summed over all frames. */
  jitterBufferDelay: z.number().default(0),
  totalDecodeTime: z.number().default(0),
})
const pair = z.object({
  type: z.literal('candidate-pair'),
  nominated: z.boolean(),
  currentRoundTripTime: z.number().optional(),
})

/** Reads the video track `trackId`, and the sound, out of a report. */
export function readSample(report: RTCStatsReport, trackId: string, atMs: number): WebRtcSample {
  const sample: WebRtcSample = {
    atMs,
    bytes: 0,
    packetsReceived: 0,
    packetsLost: 0,
    framesDecoded: 0,
    soundReceivedS: null,
    frameDelaysMs: 0,
    roundTripMs: null,
  }
  for (const raw of report.values()) {
    const stream = inbound.safeParse(raw)
    if (stream.success) {
      const { data } = stream
      // Not of what is not shown: when a catch-up ends, its bytes are gone, and the rate would be less than nothing.
      if (data.kind === 'audio' || data.trackIdentifier === trackId) sample.bytes += data.bytesReceived
      if (data.kind === 'audio')
        sample.soundReceivedS =
          data.totalSamplesDuration * (1 - data.concealedSamples / Math.max(1, data.totalSamplesReceived))
      if (data.kind !== 'video' || data.trackIdentifier !== trackId) continue
      sample.packetsReceived = data.packetsReceived
      sample.packetsLost = data.packetsLost
      sample.framesDecoded = data.framesDecoded
      sample.frameDelaysMs = (data.jitterBufferDelay + data.totalDecodeTime) * 1000
      continue
    }
    const candidates = pair.safeParse(raw)
    if (candidates.success && candidates.data.nominated && candidates.data.currentRoundTripTime !== undefined)
      sample.roundTripMs = candidates.data.currentRoundTripTime * 1000
  }
  return sample
}

export interface WebRtcFigures {
  bitrateBps: number | null
  latencyMs: number | null
  lossRatio: number | null
}

/**
 * Figures over the time between two samples. The latency is what the way and the browser add, half a round trip and
 * the buffers; the camera's own delay can't be seen from here.
 */
export function figuresBetween(earlier: WebRtcSample, later: WebRtcSample): WebRtcFigures {
  const elapsedMs = later.atMs - earlier.atMs
  const frames = later.framesDecoded - earlier.framesDecoded
  const received = later.packetsReceived - earlier.packetsReceived
  const lost = Math.max(0, later.packetsLost - earlier.packetsLost)
  return {
    bitrateBps: elapsedMs > 0 ? Math.max(0, ((later.bytes - earlier.bytes) * 8000) / elapsedMs) : null,
    latencyMs:
      frames > 0
        ? (later.frameDelaysMs - earlier.frameDelaysMs) / frames + (later.roundTripMs ?? 0) / 2
        : null,
    lossRatio: received + lost > 0 ? lost / (received + lost) : null,
  }
}
