import type { FeedFault } from '../protocol/feed.ts'
import {
  maxCarriedPacketBytes,
  type ClockReading,
  type RtpCodec,
  type StartTranscode,
  type TranscodeStage,
} from './source.ts'
import { aacFormat, type AudioDepacketiser } from './media/aac-depacketiser.ts'
import { Arrivals } from './media/arrivals.ts'
import { carriedAudioOptions, words } from './media/carried-options.ts'
import { origin } from './media/carried-output.ts'
import { FfmpegChild } from './media/ffmpeg-child.ts'
import { MatroskaInput, waveTrack, type MatroskaTrack } from './media/matroska-input.ts'
import { OpusTimeline } from './media/opus-timeline.ts'
import { TimestampLine } from './media/timestamp-line.ts'
import { parseRtpHeader, rtpHeaderBytes } from './rtp/rtp-header.ts'
import { sequenceDistance } from './rtp/wrapping.ts'

/** `RtpCodec.name` of what `transcodeAudio` reads. */
export const readableAudio = ['aac', 'pcma', 'pcmu', 'g722', 'l16'] as const

/** 10 ms: the shorter frame is heard 10 ms sooner than with WebRTC's usual 20. */
const frameMs = 10

/**
 * A camera's sound to Opus on the 480 grid. ffmpeg gets and gives each frame with its time, its decoder's and encoder's delays
 * reckoned in, so the camera's clock holds for what comes out, too. Holes are filled with silence: the time line never tears.
 */
export const transcodeAudio: StartTranscode = (codec, sink, { clock, log }) => {
  const format = formatOf(codec)
  if (!format) {
    queueMicrotask(() => sink.onEnd('unsupported_codec', `${codec.encodingName} with these parameters`))
    return { push: () => undefined, clock: () => undefined, stop: () => Promise.resolve() }
  }
  const { track, depacketiser } = format
  const input = new MatroskaInput(track)
  const line = new TimestampLine(codec.clockRateHz)
  const timeline = new OpusTimeline({ ...origin(), frameMs })
  const arrivals = new Arrivals()
  let reading: ClockReading | null = null
  let begun = false
  let lastSequence: number | null = null
  let over = false
  const end = (fault: FeedFault, detail: string): void => {
    if (over) return
    over = true
    sink.onEnd(fault, detail)
  }

  const tellClock = (): void => {
    const timeMs = reading && line.timeMsOf(reading.rtpTimestamp)
    const at = timeMs === null ? null : timeline.at(timeMs)
    if (!reading || timeMs === null || !at) return
    sink.onClock({
      rtpTimestamp: at.rtpTimestamp,
      sourceMs: reading.sourceMs + at.timeMs - timeMs,
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
        // Only what is missing is filled in (and what is double cut out), from 10 ms on; sound is never stretched.
        ...words('-af aresample=async=1:min_hard_comp=0.01'),
        ...carriedAudioOptions(frameMs),
        ...words(`-ac ${track.channels > 1 ? 2 : 1}`),
      ],
      log,
    },
    handlers: {
      onFrame: ({ ptsSeconds, data }) => {
        const timeMs = ptsSeconds * 1000
        if (data.length + rtpHeaderBytes > maxCarriedPacketBytes) return
        const packet = timeline.packet(data, timeMs)
        if (!begun) tellClock()
        begun = true
        sink.onRtp(packet, arrivals.of(timeMs + frameMs) ?? clock.nowMs())
      },
    },
    onEnd: (detail) => end('ffmpeg_ended', detail),
  })

  const stage: TranscodeStage = {
    push(packet, arrivalMs) {
      const rtp = parseRtpHeader(packet)
      if (over || !rtp || rtp.payloadStart === rtp.payloadEnd) return
      const gap = lastSequence !== null && sequenceDistance(lastSequence, rtp.sequence) !== 1
      lastSequence = rtp.sequence
      const startMs = line.follow(rtp.timestamp)
      if (startMs === 'rubbish') return
      if (startMs === 'leapt') {
        end('not_understood', 'the timestamps leapt')
        return
      }
      for (const unit of depacketiser.push(
        packet.subarray(rtp.payloadStart, rtp.payloadEnd),
        rtp.marker,
        gap,
      )) {
        const timeMs = startMs + (unit.offsetTicks * 1000) / codec.clockRateHz
        if (timeMs < 0 || input.full) continue
        arrivals.note(timeMs, arrivalMs)
        input.frame(timeMs, true, unit.data)
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
  return stage
}

function formatOf(
  codec: RtpCodec,
): { track: Extract<MatroskaTrack, { kind: 'audio' }>; depacketiser: AudioDepacketiser } | null {
  const { clockRateHz, channels } = codec
  if (codec.name === 'aac') {
    const aac = aacFormat(codec)
    if (!aac) return null
    const track = {
      kind: 'audio',
      codecId: 'A_AAC',
      codecPrivate: aac.config,
      sampleRateHz: clockRateHz,
      channels,
      bitDepth: null,
    } as const
    return { track, depacketiser: aac.depacketiser }
  }
  if (codec.name === 'pcma')
    return { track: waveTrack(6, clockRateHz, channels), depacketiser: wholePayloads }
  if (codec.name === 'pcmu')
    return { track: waveTrack(7, clockRateHz, channels), depacketiser: wholePayloads }
  // RFC 3551, 4.5.2: its RTP clock says 8000 where it samples at 16000.
  if (codec.name === 'g722') return { track: waveTrack(0x28f, 16_000, channels), depacketiser: wholePayloads }
  if (codec.name === 'l16') {
    const track = {
      kind: 'audio',
      codecId: 'A_PCM/INT/BIG',
      codecPrivate: null,
      sampleRateHz: clockRateHz,
      channels,
      bitDepth: 16,
    } as const
    return { track, depacketiser: wholePayloads }
  }
  return null
}

const wholePayloads: AudioDepacketiser = { push: (payload) => [{ data: payload, offsetTicks: 0 }] }
