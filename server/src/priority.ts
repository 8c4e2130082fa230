import { setPriority } from 'node:os'
import type { Logger } from 'pino'

/** As far before ordinary programs as the kernel weighs ten steps of niceness. */
const liveNiceness = -10

/**
 * Puts this process, and with it the SFU workers and transcoders that it starts, before the machine's other work: a
 * packet of sound that waits for a processor is a delay for every viewer. Needs root or CAP_SYS_NICE; goes without.
 */
export function preferLive(log: Logger): void {
  try {
    setPriority(liveNiceness)
  } catch (error) {
    log.info({ err: error }, 'runs with ordinary priority: only root or CAP_SYS_NICE may raise it')
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
