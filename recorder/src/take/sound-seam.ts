import { BoxSplitter, children, descend, runsOf, tracksOf } from './mp4-boxes.ts'
import type { Mp4Box } from './mp4-boxes.ts'

/**
 * Where one take's sound meets the next one's. An AAC encoder's first frame holds what was before its first sound, and a
 * packet that lies across the seam is given to both: without this, decode times would go back by up to 40 ms.
 */

/** Decode time at which a segment's sound ends, in its track's timescale; null without sound. */
export function soundEnd(init: Buffer, segment: Buffer): number | null {
  const trackId = soundTrack(init)
  if (trackId === null) return null
  let end: number | null = null
  for (const box of topBoxes(segment))
    if (box.type === 'moof')
      for (const run of runsOf(box)) if (run.trackId === trackId) end = run.decodeTime + run.durationTicks
  return end
}

/** The segment without those sound samples that begin before a decode time. Their bytes stay and are not referred to. */
export function trimSound(init: Buffer, segment: Buffer, before: number): Buffer {
  const trackId = soundTrack(init)
  if (trackId === null) return segment
  const boxes = topBoxes(segment)
  return Buffer.concat(
    boxes.map((box) => (box.type === 'moof' ? trimFragment(box, trackId, before) : box.bytes)),
  )
}

function soundTrack(init: Buffer): number | null {
  const moov = topBoxes(init).find((box) => box.type === 'moov')
  return (moov && tracksOf(moov).find((track) => track.kind === 'audio')?.trackId) ?? null
}

function topBoxes(bytes: Buffer): Mp4Box[] {
  return new BoxSplitter().push(bytes)
}

function trimFragment(moof: Mp4Box, trackId: number, before: number): Buffer {
  const late = runsOf(moof).find((run) => run.trackId === trackId && run.decodeTime < before)
  if (!late) return moof.bytes
  const parts = children(moof.content).map((child) =>
    child.type === 'traf' && descend(child.content, 'tfhd').content.readUInt32BE(4) === trackId
      ? trimTrack(child, before)
      : child.bytes,
  )
  const trimmed = boxOf('moof', ...parts)
  // Data offsets count from the beginning of the moof, which has become shorter.
  moveData(trimmed, trimmed.length - moof.bytes.length)
  return trimmed
}

function trimTrack(traf: Mp4Box, before: number): Buffer {
  const [tfhd, tfdt, trun, ...more] = children(traf.content)
  const flags = trun?.content.readUInt32BE(0) ?? 0
  // ffmpeg writes one run a fragment; a sound sample's duration and size stand in the run or, all alike, in tfhd.
  if (
    tfhd?.type !== 'tfhd' ||
    tfdt?.type !== 'tfdt' ||
    trun?.type !== 'trun' ||
    more.length > 0 ||
    !(flags & 0x1)
  )
    return traf.bytes
  const defaults = defaultsOf(tfhd.content)
  const head = 12 + (flags & 0x4 ? 4 : 0)
  const fieldBytes = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4
  const count = trun.content.readUInt32BE(4)
  let decodeTime = Number(tfdt.content.readBigUInt64BE(4))
  let skipped = 0
  let skippedBytes = 0
  // The last sample stays, so that the run is not empty.
  while (skipped < count - 1 && decodeTime < before) {
    const at = head + skipped * fieldBytes
    decodeTime += flags & 0x100 ? trun.content.readUInt32BE(at) : defaults.duration
    skippedBytes += flags & 0x200 ? trun.content.readUInt32BE(at + (flags & 0x100 ? 4 : 0)) : defaults.size
    skipped++
  }
  const place = Buffer.from(tfdt.content)
  place.writeBigUInt64BE(BigInt(decodeTime), 4)
  const run = Buffer.concat([
    trun.content.subarray(0, head),
    trun.content.subarray(head + skipped * fieldBytes),
  ])
  run.writeUInt32BE(count - skipped, 4)
  run.writeInt32BE(run.readInt32BE(8) + skippedBytes, 8)
  return boxOf('traf', tfhd.bytes, boxOf('tfdt', place), boxOf('trun', run))
}

function defaultsOf(tfhd: Buffer): { duration: number; size: number } {
  const flags = tfhd.readUInt32BE(0)
  let at = 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0)
  const duration = flags & 0x8 ? tfhd.readUInt32BE(at) : 0
  if (flags & 0x8) at += 4
  return { duration, size: flags & 0x10 ? tfhd.readUInt32BE(at) : 0 }
}

function moveData(moof: Buffer, by: number): void {
  for (const traf of children(moof.subarray(8)).filter((child) => child.type === 'traf'))
    for (const trun of children(traf.content).filter((child) => child.type === 'trun'))
      if (trun.content.readUInt32BE(0) & 0x1) trun.content.writeInt32BE(trun.content.readInt32BE(8) + by, 8)
}

function boxOf(type: string, ...content: Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.reduce((sum, part) => sum + part.length, 0))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...content])
}
