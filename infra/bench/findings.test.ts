import { expect, test } from 'vitest'
import { ages, joinAfterClick, lipSync, shownFrames, type Findings } from './findings.ts'

const nothing: Findings = { frames: [], beeps: [], clicks: [], estimates: [] }
const frame = (capturedMs: number | null, shownMs: number, element = 1): Findings['frames'][number] => ({
  element,
  shownMs,
  submittedMs: shownMs,
  capturedMs,
})

test('shownFrames() leaves out frames without a strip', () => {
  expect(shownFrames({ ...nothing, frames: [frame(null, 100), frame(40, 140)] })).toEqual([
    { capturedMs: 40, shownMs: 140 },
  ])
})

test('shownFrames() leaves out times at which no frame can have been captured', () => {
  expect(shownFrames({ ...nothing, frames: [frame(50, 100), frame(4000, 140)] })).toEqual([])
})

test('shownFrames() takes the later report when one element reports a picture twice', () => {
  expect(ages(shownFrames({ ...nothing, frames: [frame(40, 100), frame(40, 140), frame(80, 180)] }))).toEqual(
    [100, 100],
  )
})

test('shownFrames() keeps a picture that a second element shows again', () => {
  expect(shownFrames({ ...nothing, frames: [frame(40, 100, 1), frame(40, 140, 2)] })).toHaveLength(2)
})

test('joinAfterClick() tells a stale first frame from the first live one', () => {
  const frames = [
    frame(9000, 10_100),
    frame(9960, 10_300),
    frame(10_200, 10_350),
    ...[1, 2, 3, 4, 5].map((i) => frame(10_400 + 40 * i, 10_500 + 40 * i)),
  ]
  expect(joinAfterClick({ ...nothing, clicks: [1, 10_000], frames })).toEqual({
    firstFrameMs: 100,
    firstFrameAgeMs: 1100,
    liveMs: 350,
    movingMs: 540,
    backwards: 0,
  })
})

test('joinAfterClick() counts frames that go backwards', () => {
  const frames = [frame(80, 180), frame(160, 220), frame(120, 260)]
  expect(joinAfterClick({ ...nothing, clicks: [0], frames })?.backwards).toBe(1)
})

test('joinAfterClick() is null when nothing was shown after the click', () => {
  expect(joinAfterClick({ ...nothing, clicks: [500], frames: [frame(80, 200)] })).toBeNull()
})

test('lipSync() is positive when the sound comes after the picture', () => {
  const found = { ...nothing, frames: [frame(4000, 4090)], beeps: [{ heardMs: 4120 }] }
  expect(lipSync(found).map(({ offsetMs }) => offsetMs)).toEqual([30])
})

test('lipSync() takes the neighbours of a flash that was not shown, and gives nothing without any', () => {
  const frames = [frame(3960, 4050), frame(4040, 4140)]
  const beeps = [{ heardMs: 4100 }, { heardMs: 6100 }]
  expect(lipSync({ ...nothing, frames, beeps }).map(({ offsetMs }) => offsetMs)).toEqual([5])
})
