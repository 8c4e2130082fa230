import { describe, expect, test } from 'vitest'
import { LipSyncControl, type Hold } from './lip-sync-control.ts'

/** A browser that plays picture and sound with the delays given, and holds what it is told to. */
class Viewer {
  readonly control = new LipSyncControl()
  readonly changes: Hold[] = []
  pictureDelayMs: number
  soundDelayMs: number
  nowMs = 5_000
  hold: Hold = { pictureMs: 0, soundMs: 0 }

  constructor(pictureDelayMs: number, soundDelayMs: number) {
    this.pictureDelayMs = pictureDelayMs
    this.soundDelayMs = soundDelayMs
  }

  get shownDelayMs(): number {
    return Math.max(this.pictureDelayMs, this.hold.pictureMs)
  }

  get heardDelayMs(): number {
    return Math.max(this.soundDelayMs, this.hold.soundMs)
  }

  get lateMs(): number {
    return this.heardDelayMs - this.shownDelayMs
  }

  /** Frames at 25 a second, shown at the next refresh of a screen of 60 Hz; sound is asked for every 40 ms. */
  run(ms: number): void {
    const endMs = this.nowMs + ms
    for (; this.nowMs < endMs; this.nowMs += 20) {
      if (this.nowMs % 40 === 0) {
        const refreshMs = (this.nowMs / 40) % 5
        this.control.pictureShown(this.nowMs, this.shownDelayMs + refreshMs * 3 - 6)
        this.control.soundPlayed(this.nowMs, this.heardDelayMs + (this.nowMs % 80 === 0 ? 10 : 0))
      }
      const hold = this.control.decide(this.nowMs)
      if (!hold) continue
      this.hold = hold
      this.changes.push(hold)
    }
  }
}

/** How long after sound has begun to come later than the picture that is acted on, ms. */
const actedWithin = (soundDelayMs: number): number => {
  const viewer = new Viewer(50, 55)
  viewer.run(10_000)
  viewer.soundDelayMs = soundDelayMs
  const sinceMs = viewer.nowMs
  while (viewer.changes.length === 0 && viewer.nowMs < sinceMs + 10_000) viewer.run(20)
  return viewer.nowMs - sinceMs
}

describe('lip sync', () => {
  test('the picture is held for sound that comes later, within four seconds, and then stays', () => {
    const viewer = new Viewer(30, 130)
    viewer.run(4_000)
    expect(Math.abs(viewer.lateMs)).toBeLessThan(20)
    expect(viewer.hold.soundMs).toBe(0)
    const changes = viewer.changes.length
    viewer.run(60_000)
    expect(viewer.changes).toHaveLength(changes)
  })

  test('what was held for a new sound’s buffer is let go of when the buffer has shrunk', () => {
    const viewer = new Viewer(30, 130)
    viewer.run(4_000)
    viewer.soundDelayMs = 60
    viewer.run(10_000)
    expect(viewer.shownDelayMs).toBeLessThan(75)
    expect(Math.abs(viewer.lateMs)).toBeLessThan(20)
  })

  test('sound is held for a picture that comes much later, and let go of again', () => {
    const viewer = new Viewer(200, 60)
    viewer.run(15_000)
    expect(viewer.hold.pictureMs).toBe(0)
    expect(Math.abs(viewer.lateMs)).toBeLessThan(20)
    viewer.pictureDelayMs = 30
    viewer.run(20_000)
    expect(viewer.heardDelayMs).toBe(60)
    expect(Math.abs(viewer.lateMs)).toBeLessThan(20)
  })

  test('what is together already is left alone', () => {
    const viewer = new Viewer(50, 58)
    viewer.run(60_000)
    expect(viewer.changes).toEqual([])
  })

  test('a picture that comes after its sound is let go of, to before it', () => {
    const viewer = new Viewer(30, 60)
    viewer.run(10_000)
    viewer.soundDelayMs -= 12
    viewer.run(10_000)
    expect(viewer.lateMs).toBeGreaterThanOrEqual(0)
    expect(viewer.lateMs).toBeLessThan(20)
  })

  test('one busy moment, and frames far off while tracks are changed, move nothing', () => {
    const viewer = new Viewer(50, 55)
    viewer.run(10_000)
    viewer.soundDelayMs = 120
    viewer.run(900)
    viewer.soundDelayMs = 55
    for (let i = 0; i < 4; i++) viewer.control.pictureShown(viewer.nowMs, 700)
    viewer.run(10_000)
    expect(viewer.changes).toEqual([])
  })

  test('what everybody would notice is acted on when it is seen for the second time, the rest for the third', () => {
    expect(actedWithin(120)).toBeLessThan(2_200)
    expect(actedWithin(85)).toBeGreaterThan(2_200)
    expect(actedWithin(85)).toBeLessThan(3_200)
  })

  test('nothing is decided without sound, nor without picture', () => {
    const control = new LipSyncControl()
    for (let nowMs = 0; nowMs < 10_000; nowMs += 40) {
      control.pictureShown(nowMs, 500)
      expect(control.decide(nowMs)).toBeNull()
    }
    const deaf = new LipSyncControl()
    for (let nowMs = 0; nowMs < 10_000; nowMs += 40) {
      deaf.soundPlayed(nowMs, 500)
      expect(deaf.decide(nowMs)).toBeNull()
    }
  })
})
