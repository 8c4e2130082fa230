/** ISO/IEC 14496-12, as far as ffmpeg's fragmented output needs it. Everything throws RangeError on what is malformed. */

/** One top-level box, or one inside another: `content` is without its header. */
export interface Mp4Box {
  type: string
  /** The whole box. */
  bytes: Buffer
  content: Buffer
}

/** A box of more than this is no output of ours. */
const boxBytesMax = 268_435_456

/** Cuts a byte stream into top-level boxes. */
export class BoxSplitter {
  #chunks: Buffer[] = []
  #bytes = 0

  push(chunk: Buffer): Mp4Box[] {
    const boxes: Mp4Box[] = []
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    while (this.#bytes >= 8) {
      const head = this.#chunks[0]
      const whole = head && head.length >= 8 ? head : this.#join()
      const size = whole.readUInt32BE(0)
      if (size < 8 || size > boxBytesMax) throw new RangeError(`a box of ${size} bytes`)
      if (this.#bytes < size) break
      const all = this.#join()
      this.#chunks = [all.subarray(size)]
      this.#bytes -= size
      boxes.push(box(all.subarray(0, size)))
    }
    return boxes
  }

  #join(): Buffer {
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }
}

function box(bytes: Buffer): Mp4Box {
  return { type: bytes.toString('latin1', 4, 8), bytes, content: bytes.subarray(8) }
}

/** The boxes inside one. */
export function children(content: Buffer): Mp4Box[] {
  const found: Mp4Box[] = []
  for (let at = 0; at < content.length;) {
    const size = content.readUInt32BE(at)
    if (size < 8 || at + size > content.length) throw new RangeError(`a box of ${size} bytes inside another`)
    found.push(box(content.subarray(at, at + size)))
    at += size
  }
  return found
}

/** The first box at a path, or a RangeError. */
export function descend(content: Buffer, ...path: string[]): Mp4Box {
  let inside = content
  let found: Mp4Box | undefined
  for (const type of path) {
    found = children(inside).find((child) => child.type === type)
    if (!found) throw new RangeError(`no ${type} box`)
    inside = found.content
  }
  if (!found) throw new RangeError('an empty path')
  return found
}

/** What an initialisation segment says of a track. */
export interface Mp4Track {
  trackId: number
  kind: 'video' | 'audio'
  timescaleHz: number
}

export function tracksOf(moov: Mp4Box): Mp4Track[] {
  return children(moov.content)
    .filter((child) => child.type === 'trak')
    .map((trak) => {
      const tkhd = descend(trak.content, 'tkhd').content
      const mdhd = descend(trak.content, 'mdia', 'mdhd').content
      const handler = descend(trak.content, 'mdia', 'hdlr').content.toString('latin1', 8, 12)
      return {
        trackId: tkhd.readUInt32BE(tkhd.readUInt8(0) === 1 ? 20 : 12),
        kind: handler === 'vide' ? 'video' : 'audio',
        timescaleHz: mdhd.readUInt32BE(mdhd.readUInt8(0) === 1 ? 20 : 12),
      }
    })
}

/** One track's part of a movie fragment. */
export interface TrackRun {
  trackId: number
  /** From the stream's start, in the track's timescale. */
  decodeTime: number
  durationTicks: number
  samples: number
  firstIsSync: boolean
}

const sampleIsNonSync = 0x10000

/** The track runs of a `moof`. */
export function runsOf(moof: Mp4Box): TrackRun[] {
  return children(moof.content)
    .filter((child) => child.type === 'traf')
    .map((traf) => runOf(traf))
}

function runOf(traf: Mp4Box): TrackRun {
  const boxes = children(traf.content)
  const tfhd = boxes.find((child) => child.type === 'tfhd')?.content
  const tfdt = boxes.find((child) => child.type === 'tfdt')?.content
  if (!tfhd || !tfdt) throw new RangeError('a traf without tfhd or tfdt')
  const flags = tfhd.readUInt32BE(0) & 0xffffff
  let at = 8
  if (flags & 0x1) at += 8
  if (flags & 0x2) at += 4
  const defaultDuration = flags & 0x8 ? tfhd.readUInt32BE((at += 4) - 4) : 0
  if (flags & 0x10) at += 4
  const defaultFlags = flags & 0x20 ? tfhd.readUInt32BE(at) : 0

  const run: TrackRun = {
    trackId: tfhd.readUInt32BE(4),
    decodeTime: tfdt.readUInt8(0) === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4),
    durationTicks: 0,
    samples: 0,
    firstIsSync: false,
  }
  for (const trun of boxes.filter((child) => child.type === 'trun'))
    addRun(run, trun.content, defaultDuration, defaultFlags)
  return run
}

function addRun(run: TrackRun, trun: Buffer, defaultDuration: number, defaultFlags: number): void {
  const flags = trun.readUInt32BE(0) & 0xffffff
  const count = trun.readUInt32BE(4)
  let at = 8
  if (flags & 0x1) at += 4
  const firstFlags = flags & 0x4 ? trun.readUInt32BE((at += 4) - 4) : null
  for (let i = 0; i < count; i++) {
    run.durationTicks += flags & 0x100 ? trun.readUInt32BE((at += 4) - 4) : defaultDuration
    if (flags & 0x200) at += 4
    const own = flags & 0x400 ? trun.readUInt32BE((at += 4) - 4) : defaultFlags
    if (flags & 0x800) at += 4
    const sampleFlags = i === 0 && firstFlags !== null ? firstFlags : own
    if (run.samples === 0) run.firstIsSync = (sampleFlags & sampleIsNonSync) === 0
    run.samples++
  }
}

/** A copy of a `moof` with another number, and each track's decode time moved by `shiftTicks(trackId)`. */
export function placeFragment(moof: Mp4Box, number: number, shiftTicks: (trackId: number) => number): Buffer {
  const bytes = Buffer.from(moof.bytes)
  for (const child of children(bytes.subarray(8))) {
    if (child.type === 'mfhd') child.content.writeUInt32BE(number >>> 0, 4)
    if (child.type !== 'traf') continue
    const trackId = descend(child.content, 'tfhd').content.readUInt32BE(4)
    const tfdt = descend(child.content, 'tfdt').content
    if (tfdt.readUInt8(0) !== 1) throw new RangeError('a tfdt of 32 bits')
    tfdt.writeBigUInt64BE(tfdt.readBigUInt64BE(4) + BigInt(Math.round(shiftTicks(trackId))), 4)
  }
  return bytes
}
