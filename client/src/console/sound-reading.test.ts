import { expect, test } from 'vitest'
import { createSoundReading } from './sound-reading.ts'

/** Pushes a level each 50 ms, and answers what is shown at the end. */
function heard(...parts: readonly (readonly [db: number | null, forMs: number])[]) {
  const reading = createSoundReading()
  let nowMs = 0
  for (const [db, forMs] of parts)
    for (let passed = 0; passed < forMs; passed += 50) {
      nowMs += 50
      reading.push(db, nowMs)
    }
  return reading.view(nowMs)
}

test('nothing measured is no silence', () => {
  expect(heard([null, 5000])).toMatchObject({ judgement: 'none', silentForS: 0, heldDb: null })
})

test('speech is good through its pauses, and the peak stands a while', () => {
  expect(heard([-18, 1000], [-80, 900])).toMatchObject({ judgement: 'good', heldDb: -18, silentForS: 0 })
  expect(heard([-18, 1000], [-40, 2000]).heldDb).toBe(-40)
})

test('the bar rises at once, and falls at a rate that the eye can follow', () => {
  expect(heard([-50, 500], [-12, 50]).db).toBe(-12)
  expect(heard([-12, 500], [-90, 500]).db).toBeCloseTo(-32)
  expect(heard([-12, 500], [-90, 5000]).db).toBe(-60)
})

test('silence is counted from the last sound, also where it was measured so from the beginning', () => {
  expect(heard([-18, 1000], [-80, 12_000])).toMatchObject({
    judgement: 'silent',
    silentForS: 12,
    heldDb: null,
  })
  expect(heard([-90, 8050])).toMatchObject({ judgement: 'silent', silentForS: 8 })
  // A measurement that was away meanwhile says nothing of the time before.
  expect(heard([-90, 8000], [null, 500], [-90, 3050])).toMatchObject({ judgement: 'silent', silentForS: 3 })
  expect(heard([-80, 9000], [-30, 50])).toMatchObject({ judgement: 'good', silentForS: 0 })
})

test('a pause that measuring begins in is no silence yet', () => {
  expect(heard([-90, 2000]).judgement).toBe('soon')
  expect(heard([-90, 2000], [-20, 50]).judgement).toBe('good')
  expect(heard([-18, 1000], [-90, 2700]).judgement).toBe('silent')
})

test('too quiet and too loud are told', () => {
  expect(heard([-52, 4000]).judgement).toBe('quiet')
  expect(heard([-18, 1000], [-0.3, 50], [-18, 1000]).judgement).toBe('loud')
})
