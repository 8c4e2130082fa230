import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { measureLipSync } from '@press-gallery/server/recording/testing/lip-sync'
import { runToEnd } from './child.ts'
import type { RecordedRun } from './recorded-log.ts'

export interface RecordedPicture {
  /** When it was captured by the recorder's index, UTC ms. */
  indexMs: number
  /** When it was captured by its own strip, UTC ms; null where that can't be read. */
  capturedMs: number | null
}

/** What was found in a recording, by decoding all of it. */
export interface RecordedFindings {
  pictures: RecordedPicture[]
  /** How much later a beep is heard than its flash is seen, ms, and when, by the index. */
  lipSync: { atMs: number; offsetMs: number }[]
  flashesWithoutBeep: number
  /** How much later the sound begins than the picture, ms; null when there is no sound. */
  soundLateMs: number | null
  /** Packets whose decode time is not after that of the packet before, in either track. */
  notRising: number
}

interface Packet {
  stream: number
  ptsS: number
  dtsS: number
  offsetBytes: number
}

/** Decodes a recording. `directory` is for the joined file. Two more processes' worth of CPU: nothing else is measured meanwhile. */
export async function readRecording(
  runs: readonly RecordedRun[],
  directory: string,
): Promise<RecordedFindings> {
  const found: RecordedFindings = {
    pictures: [],
    lipSync: [],
    flashesWithoutBeep: 0,
    soundLateMs: null,
    notRising: 0,
  }
  for (const [i, run] of runs.entries()) {
    const path = join(directory, `recorded-${i}.mp4`)
    const starts = await joinRun(run, path)
    const packets = await readPackets(path)
    const report = await measureLipSync(path)
    await rm(path)
    const date = dating(packets, starts)
    for (const [k, ptsS] of report.picturesS.entries())
      found.pictures.push({ indexMs: date(ptsS), capturedMs: report.capturedMs[k] ?? null })
    for (const { flashS, audioLateMs } of report.events)
      found.lipSync.push({ atMs: date(flashS), offsetMs: audioLateMs })
    found.flashesWithoutBeep += report.flashesS.length - report.events.length
    found.notRising += countNotRising(packets)
    const firstPictureS = report.picturesS[0]
    if (i === 0 && firstPictureS !== undefined && report.soundFromS !== null)
      found.soundLateMs = (report.soundFromS - firstPictureS) * 1000
  }
  return found
}

/** One file of a run, as a player joins it, and where in it each segment begins. */
async function joinRun(
  { init, segments }: RecordedRun,
  path: string,
): Promise<{ offsetBytes: number; startMs: number }[]> {
  const starts: { offsetBytes: number; startMs: number }[] = []
  let offsetBytes = (await stat(init)).size
  await pipeline(createReadStream(init), createWriteStream(path))
  for (const segment of segments) {
    starts.push({ offsetBytes, startMs: segment.startMs })
    offsetBytes += (await stat(segment.path)).size
    await pipeline(createReadStream(segment.path), createWriteStream(path, { flags: 'a' }))
  }
  return starts
}

async function readPackets(path: string): Promise<Packet[]> {
  const entries = 'packet=stream_index,pts_time,dts_time,pos'
  const text = await runToEnd('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'csv=p=0', path])
  return text.split('\n').flatMap((line) => {
    const [stream, ptsS, dtsS, offsetBytes] = line.split(',').map(Number)
    if (stream === undefined || ptsS === undefined || dtsS === undefined || offsetBytes === undefined)
      return []
    return [{ stream, ptsS, dtsS, offsetBytes }]
  })
}

/** From a picture's time in the file to UTC by the index: a segment's start is its first picture's. */
function dating(
  packets: readonly Packet[],
  starts: readonly { offsetBytes: number; startMs: number }[],
): (ptsS: number) => number {
  const anchors: { ptsS: number; startMs: number }[] = []
  let segment = -1
  for (const { stream, ptsS, offsetBytes } of packets) {
    if (stream !== 0) continue
    const before = segment
    while ((starts[segment + 1]?.offsetBytes ?? Infinity) <= offsetBytes) segment++
    const startMs = starts[segment]?.startMs
    if (segment > before && startMs !== undefined) anchors.push({ ptsS, startMs })
  }
  return (ptsS) => {
    const anchor = anchors.findLast((one) => one.ptsS <= ptsS) ?? anchors[0]
    return anchor === undefined ? Number.NaN : anchor.startMs + (ptsS - anchor.ptsS) * 1000
  }
}

function countNotRising(packets: readonly Packet[]): number {
  const last = new Map<number, number>()
  let count = 0
  for (const { stream, dtsS } of packets) {
    if (dtsS <= (last.get(stream) ?? -Infinity)) count++
    last.set(stream, dtsS)
  }
  return count
}
