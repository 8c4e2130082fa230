import { RtpPacket } from 'rtp.js/packets'
import { clockRateHz } from '../contract.ts'
import type { PipeFrame } from '../frame-pipe.ts'
import { H264Depacketiser } from './h264-depacketiser.ts'
import type { AccessUnit } from './h264-depacketiser.ts'
import type { MediaFrame } from './media-frame.ts'
import { opusDurationMs } from './opus-packet.ts'
import { ParameterSets } from './parameter-sets.ts'
import { TrackClock } from './track-clock.ts'

/** Two pictures at one instant can't both be shown; the later one is moved by this much. */
const leastStepMs = 1

/** Turns what comes down the pipe into pictures and sound on one time line. */
export class FeedReader {
  readonly #depacketiser = new H264Depacketiser()
  readonly #parameterSets = new ParameterSets()
  readonly #clocks = { video: new TrackClock(clockRateHz.video), audio: new TrackClock(clockRateHz.audio) }
  readonly #lastMs = { video: -Infinity, audio: -Infinity }
  /** RTP packets that are none, or hold nothing that can be recorded. */
  unreadable = 0

  /** The pipe index of the oldest packet that has not yet come out as a frame; null when there is none. */
  get oldestFrameIndex(): number | null {
    return this.#depacketiser.oldestFrameIndex
  }

  read(frame: PipeFrame): MediaFrame[] {
    if (frame.kind === 'order' || frame.kind === 'cut') return []
    if (frame.kind === 'clock') {
      if (this.#clocks[frame.track].report(frame.rtpTimestamp, frame.wallClockMs))
        this.#lastMs[frame.track] = -Infinity
      return []
    }
    const packet = parseRtp(frame.packet)
    if (!packet) {
      this.unreadable++
      return []
    }
    if (frame.kind === 'audio') return this.#sound(packet, frame.index)
    return this.#depacketiser.push(packet, frame.index).flatMap((unit) => this.#picture(unit))
  }

  #picture(unit: AccessUnit): MediaFrame[] {
    const kept: Buffer[] = []
    let key = false
    for (const nalUnit of unit.nalUnits) {
      const type = (nalUnit[0] ?? 0) & 0x1f
      if (type === 7 || type === 8) this.#parameterSets.take(nalUnit)
      // Delimiters and filler say nothing in a container.
      else if (type !== 9 && type !== 12) kept.push(nalUnit)
      if (type === 5) key = true
    }
    const config = this.#parameterSets.config
    const timeMs = this.#place('video', unit.rtpTimestamp)
    const hasSlice = kept.some((nalUnit) => ((nalUnit[0] ?? 0) & 0x1f) <= 5)
    if (!config || timeMs === null || !hasSlice) return []
    const data = Buffer.concat(kept.flatMap((nalUnit) => [lengthOf(nalUnit), nalUnit]))
    return [{ kind: 'video', timeMs, durationMs: 0, key, data, frameIndex: unit.frameIndex, config }]
  }

  #sound(packet: RtpPacket, frameIndex: number): MediaFrame[] {
    const view = packet.getPayload()
    const data = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
    const durationMs = opusDurationMs(data)
    const timeMs = durationMs === null ? null : this.#place('audio', packet.getTimestamp())
    if (durationMs === null || timeMs === null) {
      this.unreadable++
      return []
    }
    return [{ kind: 'audio', timeMs, durationMs, key: true, data, frameIndex, config: null }]
  }

  #place(kind: 'video' | 'audio', rtpTimestamp: number): number | null {
    const timeMs = this.#clocks[kind].timeOf(rtpTimestamp)
    if (timeMs === null) return null
    const rising = Math.max(timeMs, this.#lastMs[kind] + leastStepMs)
    this.#lastMs[kind] = rising
    return rising
  }
}

function parseRtp(bytes: Buffer): RtpPacket | null {
  try {
    return new RtpPacket(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch {
    // Garbage from a camera is no error of ours; it is counted by the caller.
    return null
  }
}

function lengthOf(nalUnit: Buffer): Buffer {
  const out = Buffer.allocUnsafe(4)
  out.writeUInt32BE(nalUnit.length)
  return out
}
