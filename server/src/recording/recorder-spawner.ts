import type { Logger } from 'pino'
import { startRecorderProcess } from './recorder-process.ts'
import type { RecorderProcess } from './recorder-process.ts'

/**
 * Gives recorder processes, and keeps one in reserve that is up and has asked ffmpeg what it can do: a recording whose process was
 * killed goes on at once, also on a busy machine, where a start takes seconds.
 */
export interface RecorderSpawner {
  take(): RecorderProcess
  /** Ends the reserve. Idempotent. */
  stop(): Promise<void>
}

/** Long enough that a new reserve does not take the processor from what has just been started. */
const refillMs = 1500

export function createRecorderSpawner(log: Logger): RecorderSpawner {
  let reserve: RecorderProcess | null = null
  let refill: NodeJS.Timeout | null = null
  let stopped = false

  const refillLater = (): void => {
    if (!stopped) refill ??= setTimeout(fill, refillMs)
  }
  function fill(): void {
    refill = null
    const own = startRecorderProcess(log)
    reserve = own
    void own.exited.then(() => ended(own))
  }
  const ended = (own: RecorderProcess): void => {
    if (reserve !== own) return
    reserve = null
    refillLater()
  }

  fill()
  return {
    take: () => {
      const taken = reserve ?? startRecorderProcess(log)
      reserve = null
      refillLater()
      return taken
    },
    stop: async () => {
      stopped = true
      if (refill) clearTimeout(refill)
      const last = reserve
      reserve = null
      await last?.end(1000)
    },
  }
}
