/** What levels of sound are worth to somebody who must hear every word: a voice peaks between `quietDb` and `loudDb`. */
export const quietDb = -45
export const loudDb = -1
/** The left end of a meter. */
export const floorDb = -60

/** `soon`: too little has been measured to say. */
export type SoundJudgement = 'none' | 'soon' | 'silent' | 'quiet' | 'good' | 'loud'

/** `peaksDb`: in dB below full scale; null: nothing is measured. */
export function judgeSound(peaksDb: readonly number[] | null): SoundJudgement {
  if (peaksDb === null || peaksDb.length === 0) return 'none'
  const highest = Math.max(...peaksDb)
  if (highest <= floorDb) return 'silent'
  if (highest < quietDb) return 'quiet'
  return highest > loudDb ? 'loud' : 'good'
}

/** How much of a meter is filled, 0 to 1. */
export const filledBy = (db: number): number => Math.min(1, Math.max(0, 1 - db / floorDb))
