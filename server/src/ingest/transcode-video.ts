import type { FeedFault } from '../protocol/feed.ts'
import { maxCarriedPacketBytes, type ClockReading, type RtpCodec, type StartTranscode } from './source.ts'
import { Arrivals } from './media/arrivals.ts'
import { carriedVideoOptions, words } from './media/carried-options.ts'
import { origin } from './media/carried-output.ts'
import { FfmpegChild } from './media/ffmpeg-child.ts'
import { H264Packetiser } from './media/h264-packetiser.ts'
import { JpegDepacketiser } from './media/jpeg-depacketiser.ts'
import { MatroskaInput, videoTrack, type MatroskaTrack } from './media/matroska-input.ts'
import { NalDepacketiser } from './media/nal-depacketiser.ts'
import { TimestampLine } from './media/timestamp-line.ts'
import type { FrameDepacketiser } from './media/video-frame.ts'
import { parseRtpHeader } from './rtp/rtp-header.ts'
import { sequenceDistance, wrap32 } from './rtp/wrapping.ts'

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
export const transcodeVideo: StartTranscode = (codec, sink, { clock, log }) => {
  const format = formatOf(codec)
  if (!format) {
    queueMicrotask(() => sink.onEnd('unsupported_codec', codec.encodingName))
    return { push: () => undefined, clock: () => undefined, stop: () => Promise.resolve() }
  }
  const { depacketiser } = format
  const input = new MatroskaInput(format.track)
  const line = new TimestampLine(codec.clockRateHz)
  const arrivals = new Arrivals()
  const packetiser = new H264Packetiser({ ...origin(), maxPacketBytes: maxCarriedPacketBytes })
  let reading: ClockReading | null = null
  let begun = false
  let lastOutMs = 0
  let lastFedMs = 0
  let lastFrameMs = 0
  let lastSequence: number | null = null
  let over = false
  const end = (fault: FeedFault, detail: string): void => {
    if (over) return
    over = true
    sink.onEnd(fault, detail)
  }
  let waitingForKey = true
  let waitingSinceMs: number | null = null

  const tellClock = (): void => {
    const timeMs = reading && line.timeMsOf(reading.rtpTimestamp)
    if (!reading || timeMs === null) return
    const ticks = Math.round(timeMs * 90)
    sink.onClock({
      rtpTimestamp: wrap32(ticks),
      sourceMs: reading.sourceMs + ticks / 90 - timeMs,
      basis: reading.basis,
    })
  }

  // No probing, since the header says all; not with `-fflags nobuffer`, which throws the first frame away.
  const child = new FfmpegChild({
    run: {
      inputs: [
        {
          stream: input.stream,
          options: words('-probesize 32 -analyzeduration 0 -threads 1 -f matroska'),
        },
      ],
      outputOptions: [
        '-copyts',
        ...words(`-vf ${fitting}`),
        ...carriedVideoOptions({ bitrateKbps: 2500, fps: 25 }),
      ],
      log,
    },
    handlers: {
      onFrame: ({ ptsSeconds, data }) => {
        const ticks = Math.round(ptsSeconds * 90_000)
        if (!begun) tellClock()
        begun = true
        lastOutMs = ticks / 90
        const arrivalMs = arrivals.of(ticks / 90 + 1) ?? clock.nowMs()
        for (const packet of packetiser.packetise(data, wrap32(ticks))) sink.onRtp(packet, arrivalMs)
      },
    },
    onEnd: (detail) => end('ffmpeg_ended', detail),
  })

  return {
    push(packet, arrivalMs) {
      const rtp = parseRtpHeader(packet)
      if (over || !rtp || rtp.payloadStart === rtp.payloadEnd) return
      const gap = lastSequence !== null && sequenceDistance(lastSequence, rtp.sequence) !== 1
      lastSequence = rtp.sequence
      const payload = packet.subarray(rtp.payloadStart, rtp.payloadEnd)
      for (const frame of depacketiser.push(payload, rtp.timestamp, rtp.marker, gap)) {
        const timeMs = line.follow(frame.timestamp)
        if (timeMs === 'rubbish') continue
        if (timeMs === 'leapt') {
          end('not_understood', 'the timestamps leapt')
          return
        }
        waitingSinceMs ??= arrivalMs
        // A decoder that begins without a key frame, or lost frames to a full pipe, would show grey smears until the next.
        const mayLagMs = Math.max(behindMs, heldFrames * Math.abs(timeMs - lastFrameMs))
        lastFrameMs = timeMs
        if (input.full || (begun && lastFedMs - lastOutMs > mayLagMs)) waitingForKey = true
        else if (frame.key || arrivalMs - waitingSinceMs > keyFramePatienceMs) waitingForKey = false
        if (waitingForKey || timeMs < 0) continue
        waitingSinceMs = arrivalMs
        arrivals.note(timeMs, arrivalMs)
        lastFedMs = timeMs
        input.frame(timeMs, frame.key, frame.data)
      }
    },
    clock(next) {
      reading = next
      if (begun) tellClock()
    },
    async stop() {
      over = true
      await child.stop()
      input.end()
    },
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
