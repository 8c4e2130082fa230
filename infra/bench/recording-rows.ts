import type { RecordedFindings, RecordedPicture } from './recorded-findings.ts'
import { summarise } from './statistics.ts'
import type { Row } from './table.ts'

/** The bench's camera takes a picture each so many ms of its own clock, whose drift is too small to matter here. */
const frameEveryMs = 40
const minuteMs = 60_000
/** A recording this long also tells how its last minute is. */
const longMs = 5 * minuteMs

export interface Hole {
  /** Capture time of the last picture before it, UTC ms. */
  afterMs: number
  pictures: number
}

/** Pictures left out by the camera itself, by their capture times, UTC ms. */
export interface LeftOut {
  fromMs: number
  toMs: number
  pictures: number
}

/** Where pictures that the camera has sent are missing between a recording's first and its last. */
export function holes(pictures: readonly RecordedPicture[], leftOut: readonly LeftOut[]): Hole[] {
  const found: Hole[] = []
  let before: { capturedMs: number; unreadable: number } | null = null
  for (const { capturedMs } of pictures) {
    if (capturedMs === null) {
      if (before) before.unreadable++
      continue
    }
    if (before) {
      const { capturedMs: afterMs, unreadable } = before
      const byCamera = leftOut
        .filter(({ fromMs, toMs }) => fromMs > afterMs && toMs < capturedMs)
        .reduce((sum, one) => sum + one.pictures, 0)
      const missing = Math.round((capturedMs - afterMs) / frameEveryMs) - 1 - unreadable - byCamera
      if (missing > 0) found.push({ afterMs, pictures: missing })
    }
    before = { capturedMs, unreadable: 0 }
  }
  return found
}

/** The smallest and the greatest, with their sign. */
export interface Range {
  leastMs: number
  mostMs: number
}

export interface Minute {
  lipSyncMs: Range | null
  /** Index less burned-in clock. */
  clockMs: Range | null
}

function rangeOf(values: readonly number[]): Range | null {
  if (values.length === 0) return null
  return {
    leastMs: values.reduce((least, value) => Math.min(least, value), Infinity),
    mostMs: values.reduce((most, value) => Math.max(most, value), -Infinity),
  }
}

/** How a recording goes, minute by minute: a table's percentiles hide when something was. */
export function minutes({ pictures, lipSync }: RecordedFindings): Minute[] {
  const firstMs = pictures[0]?.indexMs ?? 0
  const lastMs = pictures.at(-1)?.indexMs ?? firstMs
  return Array.from({ length: Math.ceil((lastMs - firstMs) / minuteMs) }, (_, i) => {
    const isIn = (atMs: number): boolean => Math.floor((atMs - firstMs) / minuteMs) === i
    return {
      lipSyncMs: rangeOf(lipSync.filter(({ atMs }) => isIn(atMs)).map(({ offsetMs }) => offsetMs)),
      clockMs: rangeOf(
        pictures.flatMap(({ indexMs, capturedMs }) =>
          capturedMs === null || !isIn(indexMs) ? [] : [indexMs - capturedMs],
        ),
      ),
    }
  })
}

/** What a recording comes to. `complaints`: what its ffmpeg said against timestamps while it wrote. */
export function recordingRows(
  system: string,
  found: RecordedFindings,
  { leftOut, complaints }: { leftOut: readonly LeftOut[]; complaints: number },
): Row[] {
  const row = (metric: string, unit: Row['unit'], values: number[]): Row => ({
    system,
    metric: `recording: ${metric}`,
    unit,
    summary: summarise(values),
  })
  const endMs = found.lipSync.at(-1)?.atMs ?? 0
  const lipSync = (fromMs: number): number[] =>
    found.lipSync.filter(({ atMs }) => atMs >= fromMs).map(({ offsetMs }) => Math.abs(offsetMs))
  const isLong = endMs - (found.lipSync[0]?.atMs ?? endMs) > longMs
  const missing = holes(found.pictures, leftOut).reduce((sum, { pictures }) => sum + pictures, 0)
  return [
    row('lip sync, from its first second', 'ms', lipSync(-Infinity)),
    ...(isLong ? [row('lip sync, last minute', 'ms', lipSync(endMs - minuteMs))] : []),
    row(
      'sound missing at its start',
      'ms',
      found.soundLateMs === null ? [] : [Math.max(0, found.soundLateMs)],
    ),
    row('flashes without a beep', 'count', [found.flashesWithoutBeep]),
    row('pictures missing between first and last', 'count', [missing]),
    row(
      'index against burned-in clock',
      'ms',
      found.pictures.flatMap(({ indexMs, capturedMs }) =>
        capturedMs === null ? [] : [Math.abs(indexMs - capturedMs)],
      ),
    ),
    row('timestamps that do not rise', 'count', [found.notRising + complaints]),
  ]
}
