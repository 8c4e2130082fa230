import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import type { Logger } from 'pino'

/** As far before ordinary programs as the kernel weighs ten steps of niceness. */
const liveNiceness = -10

/**
 * How much V8's heap grows before all of it is collected, %. Left to itself, V8 collected a heap of 50 MB each five seconds,
 * and held every packet for up to 60 ms meanwhile: each viewer's browser then kept 20 ms more sound, for as long as they watched.
 */
const heapGrowingPercent = 200

/**
 * How often V8 collects all of the heap, and makes the room for new objects small, because little has happened for a while. Each
 * time, every 105 s, held the packets for up to 40 ms, and gave back 10 MB.
 */
const memoryReducerCollections = 0

/**
 * Puts this process, and with it the SFU workers and transcoders that it starts, before the machine's other work: a
 * packet of sound that waits for a processor is a delay for every viewer. Needs root or CAP_SYS_NICE; goes without.
 */
export function preferLive(log: Logger): void {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`)
  setFlagsFromString(`--memory-reducer-gc-count=${memoryReducerCollections}`)
  try {
    setPriority(liveNiceness)
  } catch (error) {
    log.info({ err: error }, 'runs with ordinary priority: only root or CAP_SYS_NICE may raise it')
    return
  }
  preferSession(log)
}

/**
 * Linux weighs whole sessions against each other (autogroup, sched(7)), and niceness only within one: without this, ours
 * would count for no more than the next program's.
 */
function preferSession(log: Logger): void {
  try {
    writeFileSync('/proc/self/autogroup', String(liveNiceness))
  } catch (error) {
    log.info(
      { err: error },
      'the session keeps ordinary priority: this kernel knows no other, or does not allow it',
    )
  }
}

/** A child that can wait: the recorder buffers, so it yields to the live path, and keeps an ordinary program's share. */
export function yieldToLive(pid: number): void {
  try {
    setPriority(pid, 0)
  } catch {
    // It has ended already, which its owner hears of.
  }
}
