import { createWorker, type types } from 'mediasoup'
import type { Logger } from 'pino'
import { DomainError } from '../protocol/errors.ts'
import { endWhenSilent } from './end-when-silent.ts'

/** Where viewers reach the SFU. */
export interface ListenOptions {
  /** IPv4 and IPv6 addresses to bind; `announcedAddress` is what browsers are told instead (NAT, a host name). */
  addresses: readonly { ip: string; announcedAddress?: string }[]
  /** UDP and TCP port of the first worker, the next worker has the next one; 0: any free one. */
  port: number
}

export interface PooledWorker {
  readonly index: number
  /** Ms since the epoch. */
  readonly startedMs: number
  readonly worker: types.Worker
  readonly webRtcServer: types.WebRtcServer
}

export interface WorkerPoolOptions {
  /** Absent: mediasoup's own search, which a published prebuilt satisfies. */
  workerBin?: string
  workerCount: number
  listen: ListenOptions
  log: Logger
  /** Its routers are gone. */
  onDeath: (worker: PooledWorker) => void
  /** A dead worker was replaced, or could not be at the first try. */
  onChange: () => void
}

/** A worker that lived this long had started well: its replacement comes at once. */
const steadyMs = 10_000
const firstBackOffMs = 500
const maxBackOffMs = 10_000

/** How often one worker's place has lost its process since the server began, and when last; ms since the epoch. */
export interface WorkerDeaths {
  readonly count: number
  readonly lastMs: number
}

/** One mediasoup worker a core, each with one port; those that die are replaced, with a back-off. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #workers = new Map<number, PooledWorker>()
  readonly #timers = new Map<number, NodeJS.Timeout>()
  readonly #deaths = new Map<number, WorkerDeaths>()
  #stopped = false

  private constructor(options: WorkerPoolOptions) {
    this.#options = options
  }

  /** Rejects when a worker can't be started at all: a wrong binary, or a port in use. */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options)
    try {
      await Promise.all(
        Array.from({ length: options.workerCount }, (_, index) => pool.#startWorker(index, 0)),
      )
    } catch (error) {
      pool.stop()
      throw error
    }
    return pool
  }

  /** Those alive now. */
  get workers(): readonly PooledWorker[] {
    return [...this.#workers.values()]
  }

  /** By `index`. */
  get deaths(): ReadonlyMap<number, WorkerDeaths> {
    return this.#deaths
  }

  /** The worker for which `load` is least; throws `sfu_unavailable` when none is alive. */
  leastLoaded(load: (worker: PooledWorker) => number): PooledWorker {
    let best: { worker: PooledWorker; load: number } | undefined
    for (const worker of this.#workers.values()) {
      const candidate = { worker, load: load(worker) }
      if (!best || candidate.load < best.load) best = candidate
    }
    if (!best) throw new DomainError('sfu_unavailable', 'no SFU worker is alive')
    return best.worker
  }

  /** Ends all workers. Idempotent. */
  stop(): void {
    this.#stopped = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    for (const { worker } of this.#workers.values()) worker.close()
    this.#workers.clear()
  }

  async #startWorker(index: number, backOffMs: number): Promise<void> {
    const { workerBin, listen, log } = this.#options
    const worker = await createWorker({ logLevel: 'warn', ...(workerBin === undefined ? {} : { workerBin }) })
    let webRtcServer: types.WebRtcServer
    try {
      webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfos(listen, index) })
    } catch (error) {
      worker.close()
      throw error
    }
    if (this.#stopped) {
      worker.close()
      return
    }
    const startedMs = performance.now()
    const pooled: PooledWorker = { index, startedMs: Date.now(), worker, webRtcServer }
    this.#workers.set(index, pooled)
    const onSilent = (): void =>
      log.error({ pid: worker.pid, worker: index }, 'SFU worker answers nothing; it is killed and replaced')
    const endWatch = endWhenSilent({ worker, onSilent })
    worker.observer.once('close', endWatch)
    worker.on('died', (error) => {
      if (this.#stopped) return
      log.error({ err: error, pid: worker.pid, worker: index }, 'SFU worker died')
      this.#workers.delete(index)
      this.#deaths.set(index, { count: (this.#deaths.get(index)?.count ?? 0) + 1, lastMs: Date.now() })
      const steady = performance.now() - startedMs >= steadyMs
      this.#options.onDeath(pooled)
      this.#replace(index, steady ? 0 : backOffMs)
    })
    log.info({ pid: worker.pid, worker: index }, 'SFU worker started')
  }

  #replace(index: number, delayMs: number): void {
    const nextDelayMs = Math.min(maxBackOffMs, Math.max(firstBackOffMs, delayMs * 2))
    const start = async (): Promise<void> => {
      this.#timers.delete(index)
      try {
        await this.#startWorker(index, nextDelayMs)
      } catch (error) {
        this.#options.log.error(
          { err: error, worker: index, retryMs: nextDelayMs },
          'SFU worker did not start',
        )
        if (!this.#stopped) this.#replace(index, nextDelayMs)
      }
      if (!this.#stopped) this.#options.onChange()
    }
    this.#timers.set(
      index,
      setTimeout(() => void start(), delayMs),
    )
  }
}

function listenInfos({ addresses, port }: ListenOptions, index: number): types.TransportListenInfo[] {
  return addresses.flatMap((address) =>
    (['udp', 'tcp'] as const).map((protocol) => ({
      protocol,
      ...address,
      ...(port === 0 ? {} : { port: port + index }),
      ...(address.ip.includes(':') ? { flags: { ipv6Only: true } } : {}),
    })),
  )
}
