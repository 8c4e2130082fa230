import { expect, test } from 'vitest'
import type { RecordedFindings } from './recorded-findings.ts'
import { holes, minutes, recordingRows } from './recording-rows.ts'

const picture = (capturedMs: number | null): RecordedFindings['pictures'][number] => ({
  indexMs: (capturedMs ?? 0) + 7,
  capturedMs,
})
const nothing: RecordedFindings = {
  pictures: [],
  lipSync: [],
  flashesWithoutBeep: 0,
  soundLateMs: null,
  notRising: 0,
}
const whole = { leftOut: [], complaints: 0 }

test('holes() finds what is missing, with a clock that drifts, and not what can only not be read', () => {
  const captured = [1000, 1040, 1079, null, 1159, 1279, 1320]
  expect(holes(captured.map(picture), [])).toEqual([{ afterMs: 1159, pictures: 2 }])
})

test('holes() does not blame the recorder for what the camera has left out', () => {
  const leftOut = [{ fromMs: 1080, toMs: 1120, pictures: 2 }]
  expect(holes([1000, 1040, 1160].map(picture), leftOut)).toEqual([])
  expect(holes([1000, 1040, 1200].map(picture), leftOut)).toEqual([{ afterMs: 1040, pictures: 1 }])
})

test('recordingRows() takes offsets without their sign, and adds complaints to what the file shows', () => {
  const found = {
    ...nothing,
    pictures: [picture(1000), picture(1040)],
    lipSync: [{ atMs: 2000, offsetMs: -12 }],
    soundLateMs: -30,
    notRising: 2,
  }
  const rows = recordingRows('ours', found, { ...whole, complaints: 3 })
  const p50 = Object.fromEntries(rows.map(({ metric, summary }) => [metric, summary?.p50]))
  expect(p50).toEqual({
    'recording: lip sync, from its first second': 12,
    'recording: sound missing at its start': 0,
    'recording: flashes without a beep': 0,
    'recording: pictures missing between first and last': 0,
    'recording: index against burned-in clock': 7,
    'recording: timestamps that do not rise': 5,
  })
})

test('recordingRows() does not take a recording without sound for one whose sound is complete', () => {
  const rows = recordingRows('ours', nothing, whole)
  expect(rows.find(({ metric }) => metric.includes('sound missing'))?.summary).toBeNull()
})

test('recordingRows() tells the last minute of a long recording', () => {
  const lipSync = [0, 400_000].map((atMs) => ({ atMs, offsetMs: atMs / 100_000 }))
  const rows = recordingRows('ours', { ...nothing, lipSync }, whole)
  expect(rows.find(({ metric }) => metric.includes('last minute'))?.summary).toMatchObject({ max: 4, n: 1 })
})

test('minutes() keeps signs, and tells each minute apart', () => {
  const pictures = [
    { indexMs: 1000, capturedMs: 995 },
    { indexMs: 1040, capturedMs: 1043 },
    { indexMs: 61_000, capturedMs: 60_900 },
    { indexMs: 61_040, capturedMs: null },
    { indexMs: 121_040, capturedMs: 121_040 },
  ]
  const lipSync = [
    { atMs: 2000, offsetMs: -6 },
    { atMs: 4000, offsetMs: 2 },
    { atMs: 61_020, offsetMs: -21 },
  ]
  expect(minutes({ ...nothing, pictures, lipSync })).toEqual([
    { lipSyncMs: { leastMs: -6, mostMs: 2 }, clockMs: { leastMs: -3, mostMs: 5 } },
    { lipSyncMs: { leastMs: -21, mostMs: -21 }, clockMs: { leastMs: 100, mostMs: 100 } },
    { lipSyncMs: null, clockMs: { leastMs: 0, mostMs: 0 } },
  ])
})
