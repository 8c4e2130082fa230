import { inTime } from './in-time.ts'

/** Does the work for one key in turn, in the order in which it came; that for different keys at the same time. */
export interface Turns {
  /**
   * Resolves and rejects as `work` does, and nobody's failure is the next one's. After `waitsMs` what came before is waited for no
   * longer; null: for as long as it takes.
   */
  take<T>(key: string, work: () => Promise<T>, waitsMs: number | null): Promise<T>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    take(key, work, waitsMs) {
      const before = last.get(key) ?? Promise.resolve()
      const turn = (waitsMs === null ? before : inTime(before, waitsMs)).then(work)
      const settled = turn
        .catch(() => undefined)
        .finally(() => {
          if (last.get(key) === settled) last.delete(key)
        })
      last.set(key, settled)
      return turn
    },
  }
}
