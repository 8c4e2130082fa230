import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { startFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import type { Logger } from 'pino'
import { clockStripCells } from '../../ingest/media/clock-strip.ts'

/** A short piece of picture and sound, encoded once, for tests to send over and over. */
export interface StripClip {
  readonly frameMs: number
  /** H.264 access units, each as its NAL units; the first is the one key frame, with its parameter sets. */
  readonly frames: readonly (readonly Buffer[])[]
  readonly audioFrameMs: number
  /** Opus packets: a tone. */
  readonly audio: readonly Buffer[]
}

export interface StripClipOptions {
  frameCount: number
  log: Logger
  widthPx?: number
  heightPx?: number
}

const frameMs = 40
const audioFrameMs = 10

/**
 * Pictures of 25 frames/s whose clock strip holds the frame's own time in the clip, ms, under a moving bar, and as much
 * of a tone. One key frame, at the beginning.
 */
export async function encodeStripClip({
  frameCount,
  log,
  widthPx = 384,
  heightPx = 216,
}: StripClipOptions): Promise<StripClip> {
  const durationS = (frameCount * frameMs) / 1000
  const output = new PassThrough()
  const chunks: Buffer[] = []
  output.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = once(output, 'end')
  const ffmpeg = await startFfmpeg({
    inputs: [
      {
        stream: Readable.from(grayFrames(frameCount, widthPx, heightPx)),
        options: ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${widthPx}x${heightPx}`, '-r', '25'],
      },
      { source: `sine=frequency=1000:sample_rate=48000:duration=${durationS}`, options: ['-f', 'lavfi'] },
    ],
    output: {
      to: output,
      options:
        `-c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -pix_fmt yuv420p -g ${frameCount} -sc_threshold 0 -x264-params repeat-headers=1 -c:a libopus -frame_duration ${audioFrameMs} -b:a 48k -f matroska`.split(
          ' ',
        ),
    },
    log,
  })
  const exit = await ffmpeg.exited
  if (exit.code !== 0) throw new Error(`ffmpeg made no clip: ${exit.stderrTail}`)
  await ended

  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(Buffer.concat(chunks)) })
  const video = await input.getPrimaryVideoTrack()
  const audio = await input.getPrimaryAudioTrack()
  if (!video || !audio) throw new Error('the clip lacks a track')
  const frames: Buffer[][] = []
  for await (const { data } of new EncodedPacketSink(video).packets())
    frames.push(nalUnits(Buffer.from(data)))
  const sound: Buffer[] = []
  for await (const { data } of new EncodedPacketSink(audio).packets()) sound.push(Buffer.from(data))
  // The encoder's last packet may go past the picture's end.
  return { frameMs, frames, audioFrameMs, audio: sound.slice(0, (frameCount * frameMs) / audioFrameMs) }
}

function* grayFrames(frameCount: number, widthPx: number, heightPx: number): Generator<Buffer> {
  for (let i = 0; i < frameCount; i++) {
    const frame = Buffer.alloc(widthPx * heightPx, 96)
    const cells = clockStripCells(i * frameMs)
    for (let x = 0; x < widthPx; x++) {
      const luma = cells[Math.floor((x * cells.length) / widthPx)] === true ? 235 : 16
      for (let y = 0; y < Math.ceil(heightPx / 20); y++) frame[y * widthPx + x] = luma
    }
    const bar = (i * 4) % (widthPx - 16)
    for (let y = Math.floor(heightPx / 2); y < heightPx; y++)
      frame.fill(200, y * widthPx + bar, y * widthPx + bar + 16)
    yield frame
  }
}

/** The NAL units of a Matroska block, each behind its length in 4 bytes (ISO/IEC 14496-15). */
function nalUnits(block: Buffer): Buffer[] {
  const units: Buffer[] = []
  for (let offset = 0; offset + 4 <= block.length;) {
    const length = block.readUInt32BE(offset)
    units.push(block.subarray(offset + 4, offset + 4 + length))
    offset += 4 + length
  }
  return units
}
