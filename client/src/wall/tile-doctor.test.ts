import { describe, expect, test } from 'vitest'
import { admitted, examine, hears, sees, type Remedy, type TileFacts } from './tile-doctor.ts'

const well: TileFacts = {
  pictureDue: true,
  soundDue: true,
  run: 1,
  frames: 0,
  soundS: 0,
  helpsItself: false,
  othersSee: true,
  othersHear: true,
  ended: false,
}

/** Looked at each second: what was done, and when, in seconds. */
function course(seconds: number, factsAt: (second: number) => Partial<TileFacts>): [number, Remedy][] {
  let record = admitted(0)
  const done: [number, Remedy][] = []
  for (let second = 1; second <= seconds; second++) {
    const facts = { ...well, frames: second * 25, soundS: second, ...factsAt(second) }
    const { record: next, remedy } = examine(record, facts, second * 1000)
    record = next
    if (remedy !== 'none') done.push([second, remedy])
  }
  return done
}

/** From the tenth second on, through all builds; it is the only tile. */
const frozen = (second: number): Partial<TileFacts> =>
  second > 10 ? { frames: second < 13 ? 250 : 0, othersSee: false } : {}

/** From the tenth second on, for so many; its player has noticed. */
const noticed =
  (seconds: number) =>
  (second: number): Partial<TileFacts> =>
    second > 10 && second <= 10 + seconds ? { frames: 250, soundS: 10, helpsItself: true } : {}

describe('a tile', () => {
  test('that plays is left alone', () => {
    expect(course(600, () => ({}))).toEqual([])
  })

  test('whose picture stands is built anew after 3 s', () => {
    expect(course(15, (second) => (second > 10 ? { frames: 250 } : {}))).toEqual([[13, 'rebuild']])
  })

  test('whose player has noticed is left to it for 10 s', () => {
    expect(course(30, noticed(9))).toEqual([])
    expect(course(22, noticed(12))).toEqual([[20, 'rebuild']])
  })

  test('that has not begun has time for both paths, and more with each build', () => {
    expect(course(110, () => ({ frames: 0, soundS: 0 }))).toEqual([
      [15, 'rebuild'],
      [30, 'rebuild'],
      [60, 'rebuild'],
    ])
  })

  test.for([
    [true, 120],
    [false, 60],
  ] as const)(
    'that builds do not help has the page loaded anew, later while others show (%s)',
    ([othersSee, second]) => {
      const done = course(second, () => ({ frames: 0, soundS: 0, othersSee }))
      expect(done.at(-1)).toEqual([second, 'reload'])
      expect(done.slice(0, -1).every(([, remedy]) => remedy === 'rebuild')).toBe(true)
    },
  )

  test('that froze and that builds do not help: the consumer goes first, the page after it', () => {
    expect(course(60, frozen)).toEqual([
      [13, 'rebuild'],
      [28, 'rebuild'],
      [58, 'reload'],
    ])
  })

  test.for([
    [true, [[15, 'rebuild']]],
    [false, [[20, 'rebuild']]],
  ] as const)(
    'without sound is built anew in 5 s while others have it (%s), alone in 10',
    ([othersHear, done]) => {
      expect(course(done[0][0], (second) => (second > 10 ? { soundS: 10, othersHear } : {}))).toEqual(done)
    },
  )

  test('that shows a slate, or whose courtroom gives nothing, is not to blame', () => {
    const off = { pictureDue: false, soundDue: false, frames: 250, soundS: 10 }
    expect(course(100, (second) => (second > 10 ? off : {}))).toEqual([])
  })

  test('that was turned away though the hearing is on the air asks again', () => {
    const ended = { ended: true, pictureDue: false, soundDue: false, frames: 0, soundS: 0 }
    expect(course(20, () => ended)).toEqual([[15, 'rebuild']])
  })

  test('whose faults are a minute back begins with a clean record', () => {
    const done = course(1000, (second) =>
      second % 100 >= 96 ? { frames: (second - (second % 100) + 95) * 25 } : {},
    )
    expect(done).toHaveLength(10)
    expect(new Set(done.map(([, remedy]) => remedy))).toEqual(new Set(['rebuild']))
  })

  test('says what comes of it, and null where nothing should', () => {
    const { record } = examine(admitted(0), { ...well, frames: 5, soundS: 1 }, 1000)
    expect([sees(record, well, 2000), hears(record, well, 2000)]).toEqual([true, true])
    expect([sees(record, well, 4000), hears(record, well, 4000)]).toEqual([false, false])
    const off = { ...well, pictureDue: false, soundDue: false }
    expect([sees(record, off, 4000), hears(record, off, 4000)]).toEqual([null, null])
  })
})
