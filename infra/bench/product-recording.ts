import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyLog } from '@press-gallery/recorder/segment-log/verify-log'
import { z } from 'zod'
import type { BenchCamera } from './camera.ts'
import type { Product } from './product.ts'
import { readRecording } from './recorded-findings.ts'
import { readSegmentLog } from './recorded-log.ts'
import { holes, minutes, recordingRows, type Range } from './recording-rows.ts'
import { summarise } from './statistics.ts'
import type { Row } from './table.ts'

const logLine = z.object({
  /** The recorder process writes a number. */
  time: z.union([z.iso.datetime(), z.number()]),
  msg: z.string(),
  state: z.string().optional(),
  fault: z.string().nullish(),
})

export interface StatusChange {
  atMs: number
  what: string
  /** The recording itself said that nothing was being written. */
  stoodStill: boolean
}

/** What a server's log tells of its recording: each change of state, and what ffmpeg said to the recorder. */
export function readServerLog(text: string): { changes: StatusChange[]; complaints: number } {
  const changes: StatusChange[] = []
  let complaints = 0
  for (const line of text.split('\n')) {
    const entry = logLine.safeParse(line.startsWith('{') ? JSON.parse(line) : null).data
    if (entry === undefined) continue
    const { time, msg, state, fault } = entry
    if (msg === 'ffmpeg says') complaints++
    const what = [msg, state, fault].filter(Boolean).join(' ')
    const stoodStill = msg === 'recording' && (state === 'stalled' || state === 'disk_full')
    if (msg === 'recording' || msg === 'feed' || msg === 'the recorder ended')
      changes.push({ atMs: new Date(time).getTime(), what, stoodStill })
  }
  return { changes, complaints }
}

const describeRange = (range: Range | null): string =>
  range === null ? 'nothing measured' : `${range.leastMs.toFixed(0)} to ${range.mostMs.toFixed(0)} ms`

/** Reads what the product has recorded while it was measured. It must have stopped: this takes all the CPU there is. */
export async function productRecordingRows(
  system: string,
  {
    product,
    dataDirectory,
    directory,
    camera,
    say,
  }: {
    product: Product
    dataDirectory: string
    directory: string
    camera: BenchCamera
    say: (text: string) => void
  },
): Promise<Row[]> {
  const logDir = join(dataDirectory, 'hearings', product.hearing.id, 'log')
  const { changes, complaints } = readServerLog(await readFile(join(dataDirectory, 'server.log'), 'utf8'))
  const verdict = await verifyLog(logDir)
  const runs = await readSegmentLog(logDir)
  const found = await readRecording(runs, directory)
  const firstMs = found.pictures[0]?.indexMs ?? 0
  const after = (atMs: number): string => `${((atMs - firstMs) / 1000).toFixed(1)} s`
  for (const { atMs, what } of changes) say(`${system}, ${after(atMs)}: ${what}`)
  for (const { afterMs, pictures } of holes(found.pictures, camera.leftOut))
    say(`${system}, ${after(afterMs)}: ${pictures} pictures missing in the recording`)
  for (const { fromMs, pictures } of camera.leftOut)
    say(`camera, ${after(fromMs)}: ${pictures} pictures left out`)
  for (const [i, { lipSyncMs, clockMs }] of minutes(found).entries())
    say(
      `${system}, minute ${i + 1} of the recording: sound later than picture by ${describeRange(lipSyncMs)}, ` +
        `index later than burned-in clock by ${describeRange(clockMs)}`,
    )
  for (const fault of verdict.faults) say(`${system}: ${fault}`)
  const row = (metric: string, value: number): Row => ({
    system,
    metric: `recording: ${metric}`,
    unit: 'count',
    summary: summarise([value]),
  })
  return [
    ...recordingRows(system, found, { leftOut: camera.leftOut, complaints }),
    row('times it stood still', changes.filter(({ stoodStill }) => stoodStill).length),
    row(
      'discontinuities',
      runs.flatMap(({ segments }) => segments).filter((one) => one.discontinuity).length,
    ),
    row('faults in its hash chain', verdict.faults.length),
  ]
}
