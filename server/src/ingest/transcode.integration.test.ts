import { beforeAll, describe, expect, test, vi, type TestContext } from 'vitest'
import { warmFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { startCamera, type Camera, type CameraOptions } from '../../../infra/camera/start-camera.ts'
import { transcoders } from '../source-kinds.ts'
import { rtspSource } from './rtsp-source.ts'
import type { Source, StartTranscode } from './source.ts'
import type { CollectedMedia } from './testing/collected-media.ts'
import { playSource } from './testing/play-source.ts'
import { transcodeAudio } from './transcode-audio.ts'

// From GStreamer's camera through the RTSP source and the stages, and then decoded: what comes out is what the camera saw and
// heard, dated with the camera's own clock.
const small = { widthPx: 640, heightPx: 352 }

beforeAll(warmFfmpeg)

/** The stage, on a road where packets get lost between the beeps: some here and there, and a quarter of a second at once. */
const lossyAudio: StartTranscode = (codec, sink, context) => {
  const stage = transcodeAudio(codec, sink, context)
  let count = 0
  const lost = (arrivalMs: number): boolean => {
    count++
    const sinceBeepMs = arrivalMs % 2000
    return (
      (sinceBeepMs > 500 && sinceBeepMs < 1500 && count % 10 === 0) ||
      (sinceBeepMs > 900 && sinceBeepMs < 1150)
    )
  }
  return {
    push: (packet, arrivalMs) => {
      if (!lost(arrivalMs)) stage.push(packet, arrivalMs)
    },
    clock: (reading) => stage.clock(reading),
    stop: () => stage.stop(),
  }
}

async function take(
  { onTestFinished }: TestContext,
  options: CameraOptions,
): Promise<{ media: CollectedMedia; camera: Camera; source: Source }> {
  const camera = await startCamera({ size: small, bitrateKbps: 600, ...options })
  onTestFinished(() => camera.stop())
  const { media, source } = playSource(
    rtspSource,
    { kind: 'rtsp', url: camera.url, transport: 'tcp' },
    { ...transcoders, audio: lossyAudio },
  )
  onTestFinished(() => source.stop())
  return { media, camera, source }
}

async function until(media: CollectedMedia, condition: () => boolean): Promise<void> {
  await vi.waitFor(
    () => {
      expect(media.ends).toEqual([])
      expect(condition()).toBe(true)
    },
    { timeout: 30_000, interval: 100 },
  )
}

// Without pictures to be made: both at once.
describe.concurrent('sound', () => {
  test.for(['aac', 'pcma'] as const)(
    '%s becomes Opus that is heard when the camera heard it, whatever gets lost',
    async (audio, context) => {
      const { media, source } = await take(context, { audio, flashBeep: true, noVideo: true })
      // 4.5 s hold two beeps.
      await until(media, () => media.sounds.length > 450 && media.hasSenderReports(['audio']))
      await source.stop()
      expect(media.tracks.at(-1)).toEqual({ video: null, audio: { sourceCodec: audio, mode: 'transcoded' } })
      expect(media.faults).toEqual([])
      const steps = media.sounds
        .slice(1)
        .map(({ timestamp }, i) => timestamp - (media.sounds[i]?.timestamp ?? 0))
      expect(new Set(steps)).toEqual(new Set([480]))
      const { onsetsMs } = await media.listen()
      expect(onsetsMs.length).toBeGreaterThanOrEqual(2)
      for (const onsetMs of onsetsMs) {
        const fromEvenSecondMs = onsetMs - Math.round(onsetMs / 2000) * 2000
        expect(Math.abs(fromEvenSecondMs)).toBeLessThan(3)
      }
    },
  )
})

describe('picture', () => {
  const cameras: [string, CameraOptions][] = [
    ['h264', { bFrames: true }],
    ['hevc', { codec: 'hevc' }],
    ['mjpeg', { codec: 'mjpeg' }],
  ]
  test.for(cameras)(
    '%s that browsers do not take becomes H.264, no picture missing or misdated',
    async ([name, options], context) => {
      const { media, source } = await take(context, { ...options, audio: 'none' })
      await until(media, () => media.pictures.length > 60 && media.hasSenderReports(['video']))
      await source.stop()
      expect(media.tracks.at(-1)).toEqual({ video: { sourceCodec: name, mode: 'transcoded' }, audio: null })
      expect(media.faults).toEqual([])
      const seen = await media.look()
      expect(seen).toHaveLength(media.pictures.length)
      for (const { timeMs, stripMs } of seen) expect(timeMs - (stripMs ?? 0)).toBeCloseTo(0, 0)
      const keys = media.pictures.filter(({ key }) => key).length
      expect(keys).toBeGreaterThanOrEqual(2)
    },
  )
})
