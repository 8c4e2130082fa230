import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ: fixed at 100 in Linux's interface to user space, whatever the kernel's own tick is. */
const ticksPerSecond = 100

export interface ProcessInfo {
  pid: number
  parentPid: number
  command: string
  cpuTicks: number
}

/** Fields of `/proc/PID/stat` (proc(5)); the name is in brackets and may hold anything, brackets too. */
export function parseStat(stat: string): Omit<ProcessInfo, 'command'> {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    pid: Number.parseInt(stat, 10),
    parentPid: Number(fields[1]),
    cpuTicks: Number(fields[11]) + Number(fields[12]),
  }
}

/** Every process below `rootPid`, and itself. */
export function processTree(rootPid: number): ProcessInfo[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [{ ...parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')), command }]
      } catch {
        // It ended while we looked.
        return []
      }
    })
  const found = all.filter(({ pid }) => pid === rootPid)
  for (const known of found) found.push(...all.filter(({ parentPid }) => parentPid === known.pid))
  return found
}

/** The parts of the product that cost CPU. */
export type Part = 'server and ingest' | 'SFU worker' | 'recorder' | 'transcoding' | 'other'

/** Which part a process of the product's tree belongs to. */
export function partOf(process: ProcessInfo, tree: readonly ProcessInfo[]): Part {
  if (process.command.includes('mediasoup-worker')) return 'SFU worker'
  if (/\brecorder\/(?:bin|src)\//.test(process.command)) return 'recorder'
  if (/^(?:\S*\/)?ffmpeg\b/.test(process.command)) {
    const parent = tree.find(({ pid }) => pid === process.parentPid)
    return parent !== undefined && partOf(parent, tree) === 'recorder' ? 'recorder' : 'transcoding'
  }
  return /\bserver\/src\/|demo/.test(process.command) ? 'server and ingest' : 'other'
}

/** CPU used by each part between two looks at the tree, in percent of one core. */
export class CpuMeter {
  readonly #rootPid: number
  readonly #now: () => number
  #before: ProcessInfo[]
  #sinceMs: number

  constructor(rootPid: number, now: () => number = () => performance.now()) {
    this.#rootPid = rootPid
    this.#now = now
    this.#before = processTree(rootPid)
    this.#sinceMs = now()
  }

  /** Since it was made, or last asked. Processes that have ended in between are not counted. */
  take(): Map<Part, number> {
    const after = processTree(this.#rootPid)
    const nowMs = this.#now()
    const seconds = (nowMs - this.#sinceMs) / 1000
    const percent = new Map<Part, number>()
    for (const process of after) {
      const ticks = process.cpuTicks - (this.#before.find(({ pid }) => pid === process.pid)?.cpuTicks ?? 0)
      const part = partOf(process, after)
      percent.set(part, (percent.get(part) ?? 0) + (ticks / ticksPerSecond / seconds) * 100)
    }
    this.#before = after
    this.#sinceMs = nowMs
    return percent
  }
}
