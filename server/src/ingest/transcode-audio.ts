import { maxCarriedPacketBytes, type RtpCodec, type StartTranscode } from './source.ts'
import { aacFormat, type AudioDepacketiser } from './media/aac-depacketiser.ts'
import { carriedAudioOptions, words } from './media/carried-options.ts'
import { origin } from './media/carried-output.ts'
import { FfmpegStage, unreadable } from './media/ffmpeg-stage.ts'
import { waveTrack, type MatroskaTrack } from './media/matroska-input.ts'
import { OpusTimeline } from './media/opus-timeline.ts'
import { rtpHeaderBytes } from './rtp/rtp-header.ts'

/** `RtpCodec.name` of what `transcodeAudio` reads. */
export const readableAudio = ['aac', 'pcma', 'pcmu', 'g722', 'l16'] as const

/** 10 ms: the shorter frame is heard 10 ms sooner than with WebRTC's usual 20. */
const frameMs = 10

/**
 * A camera's sound to Opus on the 480 grid. ffmpeg gets and gives each frame with its time, its decoder's and encoder's delays
 * reckoned in, so the camera's clock holds for what comes out, too. Holes are filled with silence: the time line never tears.
 */
export const transcodeAudio: StartTranscode = (codec, sink, context) => {
  const format = formatOf(codec)
  if (!format) return unreadable(sink, `${codec.encodingName} with these parameters`)
  const { track, depacketiser } = format
  const timeline = new OpusTimeline({ ...origin(), frameMs })
  const stage = new FfmpegStage({
    ...context,
    sink,
    track,
    clockRateHz: codec.clockRateHz,
    outputOptions: [
      // Only what is missing is filled in (and what is double cut out), from 10 ms on; sound is never stretched.
      ...words('-af aresample=async=1:min_hard_comp=0.01'),
      ...carriedAudioOptions(frameMs),
      ...words(`-ac ${track.channels > 1 ? 2 : 1}`),
    ],
    carry: (data, ptsSeconds) => {
      const timeMs = ptsSeconds * 1000
      const fits = data.length + rtpHeaderBytes <= maxCarriedPacketBytes
      return { packets: fits ? [timeline.packet(data, timeMs)] : [], holdsUntilMs: timeMs + frameMs }
    },
    timestampAt: (timeMs) => timeline.at(timeMs),
  })

  return {
    push(packet, arrivalMs) {
      const taken = stage.take(packet)
      if (!taken) return
      const startMs = stage.timeMsOf(taken.timestamp)
      if (startMs === null) return
      for (const unit of depacketiser.push(taken.payload, taken.marker, taken.gap)) {
        const timeMs = startMs + (unit.offsetTicks * 1000) / codec.clockRateHz
        if (timeMs >= 0 && !stage.full) stage.feed({ timeMs, key: true, data: unit.data }, arrivalMs)
      }
    },
    clock: (reading) => stage.clock(reading),
    stop: () => stage.stop(),
  }
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
