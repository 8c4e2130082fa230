import { floorDb, judgeSound, type SoundJudgement } from './sound-levels.ts'

/** What a meter shows at a moment. */
export interface SoundView {
  judgement: SoundJudgement
  /** Where the bar stands, dB below full scale. */
  db: number
  /** The highest of the last moments, which stands for a while; null: nothing has been heard. */
  heldDb: number | null
  /** For how long nothing has been heard, s; 0: something is, or nothing is measured. */
  silentForS: number
}

/** Levels as they come, made into what somebody can read: a bar that falls slower than speech does, a peak that stands, a word that does not flicker. */
export interface SoundReading {
  /** The highest sample since the last push, dB below full scale; null: it can't be measured. */
  push(db: number | null, nowMs: number): void
  view(nowMs: number): SoundView
}

/** Within a pause between two sentences the word stays, ms. */
const judgedMs = 2_500
const heldMs = 1_500
const fallDbPerS = 40

export function createSoundReading(): SoundReading {
  let levels: { db: number; atMs: number }[] = []
  let held: { db: number; atMs: number } | null = null
  let bar = floorDb
  let barMs = 0
  /** Since when nothing has been heard; null: nothing is measured. */
  let silentSinceMs: number | null = null

  return {
    push(db, nowMs) {
      bar = Math.max(floorDb, bar - (fallDbPerS * (nowMs - barMs)) / 1000)
      barMs = nowMs
      if (held !== null && nowMs - held.atMs > heldMs) held = null
      if (db === null) {
        levels = []
        silentSinceMs = null
        return
      }
      levels = [...levels.filter(({ atMs }) => nowMs - atMs <= judgedMs), { db, atMs: nowMs }]
      bar = Math.max(bar, db)
      if (db > floorDb) silentSinceMs = nowMs
      else silentSinceMs ??= nowMs
      if (db > floorDb && (held === null || db >= held.db)) held = { db, atMs: nowMs }
    },
    view(nowMs) {
      const judged = judgeSound(levels.map(({ db }) => db))
      const silentMs = judged === 'silent' ? nowMs - (silentSinceMs ?? nowMs) : 0
      return {
        // Who begins to measure in a pause between two sentences has not found a dead microphone.
        judgement: judged === 'silent' && silentMs < judgedMs ? 'soon' : judged,
        db: bar,
        heldDb: held?.db ?? null,
        silentForS: Math.floor(silentMs / 1000),
      }
    },
  }
}
