import { readFile } from 'node:fs/promises'

/** What a process has used of the processors since it began, ms; null: there is no such process. */
async function usedMs(pid: number): Promise<number | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; user and system time are the 14th and 15th field (proc(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return null
  }
}

/** Of what Linux tells programs, whatever it counts in itself. */
const tickMs = 10
/** A share over less than this says nothing. */
const leastMs = 1500
/** Nobody has asked for so long: what was then is another story. */
const staleMs = 120_000

/** How much of one core processes use, between one question and the next. */
export interface ProcessorUse {
  /** In percent; null: asked for the first time, or there is no such process. */
  of(pid: number): Promise<number | null>
}

export function createProcessorUse(nowMs: () => number = () => performance.now()): ProcessorUse {
  const last = new Map<number, { atMs: number; usedMs: number; percent: number | null }>()
  return {
    async of(pid) {
      const used = await usedMs(pid)
      const atMs = nowMs()
      for (const [one, known] of last) if (atMs - known.atMs > staleMs) last.delete(one)
      const before = last.get(pid)
      if (used === null) {
        last.delete(pid)
        return null
      }
      // Several people may ask at once.
      if (before !== undefined && atMs - before.atMs < leastMs) return before.percent
      const percent = before === undefined ? null : ((used - before.usedMs) / (atMs - before.atMs)) * 100
      last.set(pid, { atMs, usedMs: used, percent })
      return percent
    },
  }
}
