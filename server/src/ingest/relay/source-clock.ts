import type { TrackKind } from '../feed.ts'
import { DelayFloor } from './delay-floor.ts'

/** A line: `ticks` of a track's clock at `ms` of some wall clock, with the nominal rate as its slope. */
interface Anchor {
  ticks: number
  ms: number
}

interface SourceTrack {
  rateHz: number
  /** On the source's clock. */
  anchor: Anchor
  /** From a sender report, no longer from arrivals. */
  settled: boolean
  /** The latest reading before the track was settled. */
  reading: Anchor | null
  readings: number
  /** What the source's clock has been stepped by, so far as this track's reports tell. */
  steppedMs: number
  /** Of arrivals less timestamps: what it is of UTC follows from the line. */
  arrival: DelayFloor
}

/** Smaller steps are not worth one. */
const stepWorthMs = 10

/** How much later each track's packets come than the instant they stand for, ms; learnt in one run for the next. */
export type TrackDelays = Partial<Record<TrackKind, number>>

/** A report that contradicts the line by more than this means that the source's clock was set. */
const clockStepMs = 500
const sameStepMs = 60
/** Reports are filtered: cameras read the clock some ms before or after the timestamp that they put beside it. */
const readingGain = 0.25
const maxReadingCorrectionMs = 5
/** Lines follow the smallest delay slowly: 1000 ppm outruns any crystal, and no viewer notices. */
const maxSlewMsPerS = 1
const fastSlewMsPerS = 20
const fastAboveMs = 50
const followPerS = 0.2
/** A run begins with its arrivals delayed, by a burst or a busy host: so long a smaller delay is taken at once. */
const startMs = 5000
/** Reports that put the tracks this far apart, against their arrivals, are wrong: each track then keeps its own line. */
const maxSkewMs = 2000

/**
 * One run of a source: which UTC instant a timestamp of its tracks stands for. Both tracks hang on the source's own
 * clock by their sender reports, and that clock on UTC by one offset, the smallest delay with which anything came.
 * Before the reports come, arrivals stand in. Timestamps are unwrapped ("ticks").
 */
export class SourceClock {
  readonly #tracks = new Map<TrackKind, SourceTrack>()
  readonly #knownDelays: TrackDelays
  readonly #floor = new DelayFloor()
  readonly #steps: number[] = []
  #offsetMs = 0
  /** One track was placed by its relation to the other, before there were reports. */
  #related = false
  #slewedAtMs: number | null = null
  #beganMs: number | null = null

  constructor(knownDelays: TrackDelays) {
    this.#knownDelays = knownDelays
  }

  has(kind: TrackKind): boolean {
    return this.#tracks.has(kind)
  }

  /** A track begins, or begins anew after a jump: its first packet's ticks and arrival. */
  begin(kind: TrackKind, rateHz: number, ticks: number, arrivalMs: number, captureMs: number | null): void {
    const before = this.#tracks.get(kind)
    this.#related = captureMs !== null
    const ms = captureMs ?? arrivalMs - (this.#knownDelays[kind] ?? 0)
    this.#tracks.set(kind, {
      rateHz,
      anchor: { ticks, ms: ms - this.#offsetMs },
      settled: false,
      reading: null,
      readings: 0,
      steppedMs: before?.steppedMs ?? 0,
      arrival: new DelayFloor(),
    })
  }

  /**
   * The UTC instant of a timestamp by a report that came before its track began, once the source's clock is known by
   * the other track; null where it is not, or where the arrival contradicts it.
   */
  captureByReport(sourceMs: number, arrivalMs: number): number | null {
    if (![...this.#tracks.values()].some((track) => track.settled)) return null
    const captureMs = sourceMs + this.#offsetMs
    return Math.abs(captureMs - arrivalMs) < maxSkewMs ? captureMs : null
  }

  /** UTC ms of a timestamp of a track that has begun. */
  utcOf(kind: TrackKind, ticks: number): number {
    const track = this.#track(kind)
    return track.anchor.ms + ((ticks - track.anchor.ticks) * 1000) / track.rateHz + this.#offsetMs
  }

  /** The timestamp at a UTC instant. */
  ticksAt(kind: TrackKind, utcMs: number): number {
    const track = this.#track(kind)
    return track.anchor.ticks + ((utcMs - this.#offsetMs - track.anchor.ms) * track.rateHz) / 1000
  }

  arrived(kind: TrackKind, ticks: number, arrivalMs: number): void {
    const track = this.#track(kind)
    track.arrival.push(arrivalMs - (ticks * 1000) / track.rateHz, arrivalMs)
    this.#floor.push(arrivalMs - this.utcOf(kind, ticks) + this.#offsetMs, arrivalMs)
    this.#slew(arrivalMs)
  }

  /**
   * Takes a sender report. Returns, once all tracks have had theirs, by how much each track's line was set right
   * (ms, positive when its timestamps turned out to stand for later instants), else null.
   */
  read(kind: TrackKind, ticks: number, sourceMs: number): Map<TrackKind, number> | null {
    const track = this.#tracks.get(kind)
    if (!track) return null
    if (!track.settled) {
      track.reading = { ticks, ms: sourceMs - track.steppedMs }
      return this.#settle()
    }
    this.#correct(track, ticks, sourceMs)
    return null
  }

  /** The delays to begin the next run of the same device with. */
  delays(): TrackDelays {
    const delays: TrackDelays = {}
    for (const [kind, track] of this.#tracks) {
      const delayMs = this.#delayOf(kind)
      if (track.settled && delayMs !== null) delays[kind] = delayMs
    }
    return delays
  }

  /** The smallest delay between the instants that a track's timestamps stand for and their arrival. */
  #delayOf(kind: TrackKind): number | null {
    const floorMs = this.#track(kind).arrival.lowestMs()
    return floorMs === null ? null : floorMs - this.utcOf(kind, 0)
  }

  #track(kind: TrackKind): SourceTrack {
    const track = this.#tracks.get(kind)
    if (!track) throw new Error(`the ${kind} track has not begun`)
    return track
  }

  #settle(): Map<TrackKind, number> | null {
    const tracks = [...this.#tracks]
    if (!tracks.every(([, track]) => track.settled || track.reading)) return null
    const before = new Map(tracks.map(([kind, track]) => [kind, this.utcOf(kind, track.anchor.ticks)]))
    if (!tracks.some(([, track]) => track.settled)) this.#moveToSourceClock(tracks)
    const moved = new Map<TrackKind, number>()
    for (const [kind, track] of tracks) {
      if (track.settled || !track.reading) continue
      const { ticks } = track.anchor
      const ms = track.reading.ms + ((ticks - track.reading.ticks) * 1000) / track.rateHz
      const beforeMs = before.get(kind) ?? 0
      const movedMs = ms + this.#offsetMs - beforeMs
      const plausible = Math.abs(movedMs) <= maxSkewMs
      if (!plausible) track.steppedMs += movedMs
      track.anchor = { ticks, ms: plausible ? ms : beforeMs - this.#offsetMs }
      track.settled = true
      track.reading = null
      moved.set(kind, plausible ? movedMs : 0)
    }
    return moved
  }

  /** From arrivals to the source's clock: sound keeps its place, since a step in it is heard. */
  #moveToSourceClock(tracks: [TrackKind, SourceTrack][]): void {
    const reference = tracks.find(([kind]) => kind === 'audio') ?? tracks[0]
    const reading = reference?.[1].reading
    if (!reference || !reading) return
    const offsetMs = this.utcOf(reference[0], reading.ticks) - reading.ms
    this.#offsetMs = offsetMs
    this.#floor.clear()
  }

  #correct(track: SourceTrack, ticks: number, sourceMs: number): void {
    const predictedMs = track.anchor.ms + ((ticks - track.anchor.ticks) * 1000) / track.rateHz
    let errorMs = sourceMs - track.steppedMs - predictedMs
    if (Math.abs(errorMs) > clockStepMs) {
      // The other track's reports tell of the same step; with one value for both they keep their relation.
      const known = this.#steps.find((stepMs) => Math.abs(stepMs - (errorMs + track.steppedMs)) < sameStepMs)
      const steppedMs = known ?? errorMs + track.steppedMs
      if (known === undefined) this.#steps.unshift(steppedMs)
      this.#steps.length = Math.min(this.#steps.length, 8)
      errorMs -= steppedMs - track.steppedMs
      track.steppedMs = steppedMs
    }
    const gain = track.readings++ < 3 ? 0.5 : readingGain
    const correctionMs = Math.max(-maxReadingCorrectionMs, Math.min(maxReadingCorrectionMs, errorMs * gain))
    track.anchor = { ticks, ms: predictedMs + correctionMs }
  }

  #slew(nowMs: number): void {
    const sinceS = (nowMs - (this.#slewedAtMs ?? nowMs)) / 1000
    if (this.#slewedAtMs !== null && sinceS < 0.1) return
    this.#slewedAtMs = nowMs
    this.#beganMs ??= nowMs
    const atOnce = nowMs - this.#beganMs < startMs
    const floorMs = this.#floor.lowestMs()
    const tracks = [...this.#tracks]
    if (floorMs !== null && tracks.some(([, track]) => track.settled)) {
      this.#offsetMs += slewed(floorMs - this.#offsetMs, sinceS, atOnce)
    }
    // A camera that sends no reports is followed by its arrivals, each track for itself: its crystal drifts, too. In the
    // beginning, when steps are taken, two tracks whose relation is known take them together: by the one that comes least late.
    const errors = tracks.flatMap(([kind, { settled, anchor }]) => {
      const delayMs = this.#delayOf(kind)
      return settled || delayMs === null
        ? []
        : [{ anchor, errorMs: delayMs - (this.#knownDelays[kind] ?? 0) }]
    })
    const together = atOnce && this.#related ? Math.min(...errors.map(({ errorMs }) => errorMs)) : null
    for (const { anchor, errorMs } of errors) anchor.ms += slewed(together ?? errorMs, sinceS, atOnce)
  }
}

/** How far to move within `sinceS` seconds to make up for an error. */
function slewed(errorMs: number, sinceS: number, atOnce: boolean): number {
  if (atOnce && errorMs < -stepWorthMs) return errorMs
  const limitMs = (Math.abs(errorMs) > fastAboveMs ? fastSlewMsPerS : maxSlewMsPerS) * Math.min(sinceS, 1)
  return Math.max(-limitMs, Math.min(limitMs, errorMs * followPerS * sinceS))
}
