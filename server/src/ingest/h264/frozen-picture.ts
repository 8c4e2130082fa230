import { crc32 } from 'node:zlib'
import { parseRtpHeader } from '../rtp/rtp-header.ts'
import { nalType, nalTypeOf, packetType, unitsOfStapA } from './nal.ts'
import { parseSequenceParameters } from './sps.ts'

/** Of one access unit: its slices' bytes, and a sum of their content without the slice headers, which always differ. */
interface Picture {
  timestamp: number
  idr: boolean
  bytes: number
  slices: number
  sum: number
}

/** A key frame and what followed it. */
interface Group {
  startMs: number
  idrBytes: number
  /** The key frame is as large as the one before, to a few bytes. */
  idrAlike: boolean
  others: number
  skipped: number
  /** As large as one of the two before, to two bytes: an encoder that goes in circles over a still. */
  alike: number
  /** Far from skipped. */
  coded: number
}

const windowMs = 4200
const longGroupMs = 1300
const repeatMs = 3500
/** Slice headers end within this; the frame number and such lie in there. */
const headerBytes = 12

/**
 * Tells from coded H.264 alone, without decoding, that a camera sends one and the same picture. Three signs:
 *
 * - the same bytes again (a relay or recorder that repeats its last frame);
 * - pictures in which every macroblock is skipped, or that repeat each other's size, between key frames of equal size
 *   (a hung sensor, steady quantiser);
 * - in each group a picture with every macroblock skipped, while others spend bits (a hung sensor under rate control:
 *   the picture after a key frame has nothing to add, later ones refine the same still).
 *
 * Sensor noise, however dark the room, breaks them: key frames then differ in size and a wholly skipped picture is
 * rare. With groups of more than about two seconds only the first sign works within five seconds.
 */
export class FrozenPicture {
  #picture: Picture | null = null
  #macroblocks = 3600
  #before: { idr: Picture | null; other: Picture | null } = { idr: null, other: null }
  #groups: Group[] = []
  #lastNewMs: number | null = null
  #substantialRepeats = 0
  #frozen = false
  /** Of the last two pictures that were no key frames, the later first. */
  #sizes: number[] = []

  get frozen(): boolean {
    return this.#frozen
  }

  /** Takes one packet in carried form. */
  push(packet: Buffer, nowMs: number): void {
    const header = parseRtpHeader(packet)
    if (!header) return
    if (header.timestamp !== this.#picture?.timestamp) {
      if (this.#picture && this.#picture.slices > 0) this.#finish(this.#picture, nowMs)
      this.#picture = { timestamp: header.timestamp, idr: false, bytes: 0, slices: 0, sum: 0 }
    }
    const payload = packet.subarray(header.payloadStart, header.payloadEnd)
    const type = nalTypeOf(payload)
    if (type === packetType.fuA) {
      const fu = payload[1] ?? 0
      this.#add(this.#picture, fu & 0x1f, (fu & 0x80) !== 0, payload.subarray(2))
    } else if (type === packetType.stapA) {
      for (const unit of unitsOfStapA(payload))
        this.#add(this.#picture, nalTypeOf(unit), true, unit.subarray(1), unit)
    } else this.#add(this.#picture, type, true, payload.subarray(1), payload)
  }

  #add(picture: Picture, type: number, first: boolean, body: Buffer, unit?: Buffer): void {
    if (type === nalType.sps && unit)
      this.#macroblocks = parseSequenceParameters(unit)?.macroblocks ?? this.#macroblocks
    if (type !== nalType.slice && type !== nalType.idr && type !== nalType.partitionA) return
    if (type === nalType.idr) picture.idr = true
    if (first) picture.slices++
    picture.bytes += body.length + (first ? 1 : 0)
    picture.sum = crc32(first ? body.subarray(headerBytes) : body, picture.sum)
  }

  /** What a picture takes in which every macroblock is skipped: CAVLC a dozen bytes, CABAC a bit for 16 macroblocks. */
  #isSkipped(picture: Picture): boolean {
    return picture.bytes <= picture.slices * 9 + Math.max(picture.slices * 4, this.#macroblocks / 128)
  }

  #finish(picture: Picture, nowMs: number): void {
    const skipped = !picture.idr && this.#isSkipped(picture)
    this.#noteRepeat(picture, skipped, nowMs)
    if (picture.idr) this.#beginGroup(picture, nowMs)
    else this.#addToGroup(picture, skipped)
    this.#before[picture.idr ? 'idr' : 'other'] = picture
    this.#frozen = this.#repeats(nowMs) || this.#stands(nowMs)
  }

  #noteRepeat(picture: Picture, skipped: boolean, nowMs: number): void {
    const before = this.#before[picture.idr ? 'idr' : 'other']
    const same = before?.bytes === picture.bytes && before.sum === picture.sum
    this.#lastNewMs ??= nowMs
    if (same && picture.bytes > picture.slices * headerBytes * 2) this.#substantialRepeats++
    else if (!skipped && !same) {
      this.#lastNewMs = nowMs
      this.#substantialRepeats = 0
    }
  }

  #repeats(nowMs: number): boolean {
    return this.#substantialRepeats >= 2 && this.#lastNewMs !== null && nowMs - this.#lastNewMs >= repeatMs
  }

  #beginGroup(idr: Picture, nowMs: number): void {
    const before = this.#groups.at(-1)?.idrBytes ?? 0
    const idrAlike = Math.abs(before - idr.bytes) <= Math.max(2, Math.sqrt(idr.bytes) * 0.03)
    this.#groups.push({
      startMs: nowMs,
      idrBytes: idr.bytes,
      idrAlike,
      others: 0,
      skipped: 0,
      alike: 0,
      coded: 0,
    })
    while ((this.#groups[0]?.startMs ?? nowMs) < nowMs - windowMs) this.#groups.shift()
  }

  #addToGroup(picture: Picture, skipped: boolean): void {
    const group = this.#groups.at(-1)
    if (!group) return
    group.others++
    if (skipped) group.skipped++
    else if (this.#sizes.some((bytes) => Math.abs(bytes - picture.bytes) <= 2)) group.alike++
    this.#sizes = [picture.bytes, this.#sizes[0] ?? 0]
    if (picture.bytes > this.#macroblocks / 4) group.coded++
  }

  #stands(nowMs: number): boolean {
    const groups = this.#groups.filter(({ startMs, others }) => startMs >= nowMs - windowMs && others >= 3)
    const still = groups.filter(standsStill)
    const first = still[0]
    const last = groups.at(-1)
    if (!first || !last || nowMs - first.startMs < 2000 || still.length < groups.length * 0.75) return false
    const everyMs = (last.startMs - first.startMs) / Math.max(1, still.length - 1)
    return still.length >= (everyMs > longGroupMs ? 2 : 3)
  }
}

function standsStill({ idrAlike, others, skipped, alike, coded }: Group): boolean {
  if (idrAlike && skipped + alike >= others * 0.5) return true
  return skipped > 0 && skipped < others * 0.9 && coded >= others * 0.2
}
