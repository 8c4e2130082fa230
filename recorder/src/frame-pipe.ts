import type { TrackKind } from './contract.ts'

/**
 * Frames on the recorder's standard input: `length` (u32, of all after it), `kind` (u8), `index` (u32, counts the frames of
 * one recording), payload. All big endian. The index names a frame across a restart of the recorder process.
 */
export type PipeFrame =
  | { kind: 'order'; index: number; json: Buffer }
  | { kind: TrackKind; index: number; packet: Buffer }
  | { kind: 'clock'; index: number; track: TrackKind; rtpTimestamp: number; wallClockMs: number }
  /** No media comes after it: all that came before is to be made durable, and then told. */
  | { kind: 'cut'; index: number }

const codes = { order: 0, video: 1, audio: 2, clock: 3, cut: 4 } as const
const headerBytes = 9
const clockBytes = 13
/** Far above any RTP packet (65,535 bytes): a longer frame means that the two ends have lost each other. */
const frameBytesMax = 1_048_576

export function encodeFrame(frame: PipeFrame): Buffer {
  const payload = payloadOf(frame)
  const out = Buffer.allocUnsafe(headerBytes + payload.length)
  out.writeUInt32BE(headerBytes - 4 + payload.length, 0)
  out.writeUInt8(codes[frame.kind], 4)
  out.writeUInt32BE(frame.index >>> 0, 5)
  payload.copy(out, headerBytes)
  return out
}

function payloadOf(frame: PipeFrame): Buffer {
  if (frame.kind === 'order') return frame.json
  if (frame.kind === 'cut') return Buffer.alloc(0)
  if (frame.kind !== 'clock') return frame.packet
  const payload = Buffer.allocUnsafe(clockBytes)
  payload.writeUInt8(codes[frame.track], 0)
  payload.writeUInt32BE(frame.rtpTimestamp >>> 0, 1)
  payload.writeDoubleBE(frame.wallClockMs, 5)
  return payload
}

/** Cuts a byte stream into frames. Throws RangeError on what no `encodeFrame` has written. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): PipeFrame[] {
    const frames: PipeFrame[] = []
    let buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (buffer.length >= 4) {
      const length = buffer.readUInt32BE(0)
      if (length < headerBytes - 4 || length > frameBytesMax)
        throw new RangeError(`a frame of ${length} bytes`)
      if (buffer.length < 4 + length) break
      frames.push(decode(buffer.subarray(4, 4 + length)))
      buffer = buffer.subarray(4 + length)
    }
    this.#rest = buffer
    return frames
  }
}

function decode(frame: Buffer): PipeFrame {
  const code = frame.readUInt8(0)
  const index = frame.readUInt32BE(1)
  const payload = frame.subarray(headerBytes - 4)
  switch (code) {
    case codes.order:
      return { kind: 'order', index, json: payload }
    case codes.video:
      return { kind: 'video', index, packet: payload }
    case codes.audio:
      return { kind: 'audio', index, packet: payload }
    case codes.clock:
      return {
        kind: 'clock',
        index,
        track: payload.readUInt8(0) === codes.video ? 'video' : 'audio',
        rtpTimestamp: payload.readUInt32BE(1),
        wallClockMs: payload.readDoubleBE(5),
      }
    case codes.cut:
      return { kind: 'cut', index }
    default:
      throw new RangeError(`a frame of unknown kind ${code}`)
  }
}
