/** What is to be kept back, ms; at most one of the two at a time. */
export interface Hold {
  pictureMs: number
  soundMs: number
}

interface Sample {
  atMs: number
  /** When the instant of the media clock was, or would have been, played: larger is later. */
  playedMs: number
}

/** Sound tells the beginning of the packet that is played, at any moment of it: the least over this long is exact. */
const soundWindowMs = 250
/** A screen shows a frame at its next refresh: the mean over this long evens that out. */
const pictureWindowMs = 1000
const minSamples = 6
const outlierMs = 50
/** What was held takes effect at 100 ms a second (Chromium), and a sound's buffer shrinks quickly only when it is new. */
const takesEffectMs = 400
const decideEveryMs = 1000
const newDecideEveryMs = 500
const newForMs = 4000
/** The catch-up's first frames are old ones, and a new sound's buffer is still filling. */
const settlingMs = 700

/**
 * How much later than its picture the sound may come, ms. The picture is not held for the last bit: nobody notices
 * sound that is as late as it is three metres from a speaker (ITU-R BT.1359: 125 ms late, but 45 ms early).
 */
const wantedLateMs = 12
/**
 * How much earlier or later than that it may be. Browsers move a picture by whole refreshes of the screen, 17 ms: in a narrower
 * band it would never come to rest. A picture that comes after its sound is late for nothing, so that side is the narrow one.
 */
const deadbandMs = { early: 8, late: 9 }
/** What was seen once may have been a busy moment. */
const seenTimes = 3
/** So far apart, in either direction, is noticed by everybody: a third time is not waited for. */
const noticedMs = 45
const noticedTimes = 2
/** Sound is held only when it is earlier than this, and then until it is as early as `wantedEarlyMs`. */
const tooEarlyMs = 15
const wantedEarlyMs = 5
const soundDeadbandMs = 10
const maxHoldMs = 500

/** Decides what a viewer's browser is to keep back so that sound and picture come together. Pure: the caller tells the time. */
export class LipSyncControl {
  #sounds: Sample[] = []
  #pictures: Sample[] = []
  #firstMs: number | null = null
  #decidedMs = -Infinity
  #seen = 0
  #noticed = 0
  #hold: Hold = { pictureMs: 0, soundMs: 0 }

  pictureShown(atMs: number, playedMs: number): void {
    this.#pictures = recent(this.#pictures, atMs - pictureWindowMs, { atMs, playedMs })
  }

  soundPlayed(atMs: number, playedMs: number): void {
    this.#sounds = recent(this.#sounds, atMs - soundWindowMs, { atMs, playedMs })
  }

  /** A new hold; null when there is nothing to change, or nothing known yet. */
  decide(nowMs: number): Hold | null {
    this.#firstMs ??= nowMs
    const everyMs = nowMs - this.#firstMs < newForMs ? newDecideEveryMs : decideEveryMs
    if (nowMs - this.#firstMs < settlingMs || nowMs - this.#decidedMs < everyMs) return null
    const since = Math.max(this.#decidedMs + takesEffectMs, this.#firstMs + settlingMs / 2)
    const pictures = this.#pictures.filter(({ atMs }) => atMs > since)
    const sounds = this.#sounds.filter(({ atMs }) => atMs > nowMs - soundWindowMs)
    if (pictures.length < minSamples || sounds.length < minSamples) return null
    this.#decidedMs = nowMs
    const shownMs = usual(pictures.map(({ playedMs }) => playedMs))
    const lateMs = Math.min(...sounds.map(({ playedMs }) => playedMs)) - shownMs
    return this.#change(lateMs, nowMs - this.#firstMs < newForMs)
  }

  #change(lateMs: number, isNew: boolean): Hold | null {
    const { pictureMs, soundMs } = this.#hold
    if (soundMs > 0 || (pictureMs === 0 && lateMs < -tooEarlyMs && !isNew)) {
      const missingMs = -wantedEarlyMs - lateMs
      if (Math.abs(missingMs) <= soundDeadbandMs) return null
      return this.#set({ pictureMs: 0, soundMs: limited(soundMs + missingMs) })
    }
    const missingMs = lateMs - wantedLateMs
    if (missingMs >= -deadbandMs.early && missingMs <= deadbandMs.late) this.#seen = 0
    else this.#seen++
    this.#noticed = Math.abs(lateMs) > noticedMs ? this.#noticed + 1 : 0
    if (this.#seen < (isNew ? 1 : seenTimes) && this.#noticed < noticedTimes) return null
    this.#noticed = 0
    this.#seen = 0
    return this.#set({ pictureMs: limited(pictureMs + missingMs), soundMs: 0 })
  }

  #set(hold: Hold): Hold | null {
    const { pictureMs, soundMs } = this.#hold
    if (hold.pictureMs === pictureMs && hold.soundMs === soundMs) return null
    this.#hold = hold
    return hold
  }
}

function recent(samples: readonly Sample[], sinceMs: number, latest: Sample): Sample[] {
  return [...samples.filter(({ atMs }) => atMs > sinceMs), latest]
}

/** The mean without what lies far from the rest, as a frame does that is shown while tracks are changed. */
function usual(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
  const near = values.filter((value) => Math.abs(value - middle) < outlierMs)
  return near.reduce((sum, value) => sum + value, 0) / near.length
}

function limited(holdMs: number): number {
  return Math.min(maxHoldMs, Math.max(0, Math.round(holdMs)))
}
