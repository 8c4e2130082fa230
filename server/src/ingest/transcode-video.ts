import { maxCarriedPacketBytes, type RtpCodec, type StartTranscode } from './source.ts'
import { carriedVideoOptions, words } from './media/carried-options.ts'
import { origin } from './media/carried-output.ts'
import { FfmpegStage, unreadable } from './media/ffmpeg-stage.ts'
import { H264Packetiser } from './media/h264-packetiser.ts'
import { JpegDepacketiser } from './media/jpeg-depacketiser.ts'
import { videoTrack, type MatroskaTrack } from './media/matroska-input.ts'
import { NalDepacketiser } from './media/nal-depacketiser.ts'
import type { FrameDepacketiser } from './media/video-frame.ts'
import { wrap32 } from './rtp/wrapping.ts'

/** `RtpCodec.name` of what `transcodeVideo` reads. */
export const readableVideo = ['h264', 'hevc', 'mjpeg'] as const

/** A stream without key frames (intra refresh) is let through after this. */
const keyFramePatienceMs = 4000
/** How far the output may fall behind the input: a machine that can't keep up skips to a later key frame. */
const behindMs = 1000
/** A decoder may rightly hold as many (16 with B-frames), however slowly they come. */
const heldFrames = 20
const fitting =
  "scale='min(1920,iw)':'min(1080,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p"

/**
 * A camera's picture to H.264 that every browser takes. We take it out of RTP ourselves and give ffmpeg each picture with its time,
 * since ffmpeg's own RTP reader rearranges timestamps at each sender report; so a picture leaves with the time it came with,
 * and the camera's clock readings hold unchanged.
 */
export const transcodeVideo: StartTranscode = (codec, sink, context) => {
  const format = formatOf(codec)
  if (!format) return unreadable(sink, codec.encodingName)
  const { track, depacketiser } = format
  const packetiser = new H264Packetiser({ ...origin(), maxPacketBytes: maxCarriedPacketBytes })
  let lastOutMs = 0
  let lastFedMs = 0
  let lastFrameMs = 0
  let waitingForKey = true
  let waitingSinceMs: number | null = null

  const stage = new FfmpegStage({
    ...context,
    sink,
    track,
    clockRateHz: codec.clockRateHz,
    outputOptions: [...words(`-vf ${fitting}`), ...carriedVideoOptions({ bitrateKbps: 2500, fps: 25 })],
    carry: (data, ptsSeconds) => {
      const ticks = Math.round(ptsSeconds * 90_000)
      lastOutMs = ticks / 90
      return { packets: packetiser.packetise(data, wrap32(ticks)), holdsUntilMs: lastOutMs + 1 }
    },
    timestampAt: (timeMs) => {
      const ticks = Math.round(timeMs * 90)
      return { rtpTimestamp: wrap32(ticks), timeMs: ticks / 90 }
    },
  })

  return {
    push(packet, arrivalMs) {
      const taken = stage.take(packet)
      if (!taken) return
      for (const frame of depacketiser.push(taken.payload, taken.timestamp, taken.marker, taken.gap)) {
        const timeMs = stage.timeMsOf(frame.timestamp)
        if (timeMs === null) continue
        waitingSinceMs ??= arrivalMs
        // A decoder that begins without a key frame, or lost frames to a full pipe, would show grey smears until the next.
        const mayLagMs = Math.max(behindMs, heldFrames * Math.abs(timeMs - lastFrameMs))
        lastFrameMs = timeMs
        if (stage.full || (stage.begun && lastFedMs - lastOutMs > mayLagMs)) waitingForKey = true
        else if (frame.key || arrivalMs - waitingSinceMs > keyFramePatienceMs) waitingForKey = false
        if (waitingForKey || timeMs < 0) continue
        waitingSinceMs = arrivalMs
        lastFedMs = timeMs
        stage.feed({ timeMs, key: frame.key, data: frame.data }, arrivalMs)
      }
    },
    clock: (reading) => stage.clock(reading),
    stop: () => stage.stop(),
  }
}

function formatOf(codec: RtpCodec): { track: MatroskaTrack; depacketiser: FrameDepacketiser } | null {
  if (codec.name === 'mjpeg') return { track: videoTrack('V_MJPEG'), depacketiser: new JpegDepacketiser() }
  if (codec.name === 'hevc') {
    // Decoding order numbers would stand before each unit (RFC 7798, 7.1); no camera is known to send them.
    if (Number(/sprop-max-don-diff=(\d+)/i.exec(codec.fmtp ?? '')?.[1] ?? 0) > 0) return null
    const sets = parameterSets(codec.fmtp, ['sprop-vps', 'sprop-sps', 'sprop-pps'])
    return { track: videoTrack('V_MPEGH/ISO/HEVC'), depacketiser: new NalDepacketiser('hevc', sets) }
  }
  if (codec.name === 'h264') {
    const sets = parameterSets(codec.fmtp, ['sprop-parameter-sets'])
    return { track: videoTrack('V_MPEG4/ISO/AVC'), depacketiser: new NalDepacketiser('h264', sets) }
  }
  return null
}

function parameterSets(fmtp: string | null, names: readonly string[]): Buffer[] {
  const values = (fmtp ?? '').split(';').map((pair) => pair.trim())
  return names.flatMap((name) => {
    const pair = values.find((value) => value.toLowerCase().startsWith(`${name}=`))
    const sets =
      pair
        ?.slice(name.length + 1)
        .split(',')
        .slice(0, 8) ?? []
    return sets.map((set) => Buffer.from(set, 'base64')).filter((set) => set.length > 1 && set.length < 1000)
  })
}
