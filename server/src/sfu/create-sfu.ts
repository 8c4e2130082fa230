import { availableParallelism } from 'node:os'
import type { Logger } from 'pino'
import { DomainError } from '../protocol/errors.ts'
import { buildCourtroomMedia, type CourtroomMedia } from './courtroom-media.ts'
import { offeredRtpCapabilities } from './media-codecs.ts'
import type { Air, CourtroomOptions, Sfu, SfuHeld, SfuStats, View, ViewRequest } from './sfu.ts'
import { WorkerPool, type ListenOptions, type PooledWorker } from './worker-pool.ts'

export interface SfuOptions {
  /** The mediasoup worker's binary; absent: mediasoup's own search for a published prebuilt. */
  workerBin?: string
  /** Default: one a core. */
  workerCount?: number
  listen: ListenOptions
  log: Logger
}

/** Starts the workers. Rejects when they can't be started: a wrong binary, a port in use, an address not ours. */
export async function createSfu(options: SfuOptions): Promise<Sfu> {
  for (const { ip, announcedAddress } of options.listen.addresses)
    if ((ip === '0.0.0.0' || ip === '::') && announcedAddress === undefined)
      throw new RangeError(`listening on ${ip} needs an announced address: browsers can't connect to ${ip}`)
  const sfu = new MediasoupSfu(options.log)
  await sfu.start(options)
  return sfu
}

interface Courtroom {
  options: CourtroomOptions
  media: CourtroomMedia | null
  /** Whose viewers are still to be told that they must join again. */
  lost: CourtroomMedia | null
  building: boolean
  air: Air
}

class MediasoupSfu implements Sfu {
  readonly rtpCapabilities = offeredRtpCapabilities()
  readonly #log: Logger
  readonly #courtrooms = new Map<string, Courtroom>()
  #pool: WorkerPool | undefined
  #stopped = false

  constructor(log: Logger) {
    this.#log = log
  }

  async start({ workerBin, workerCount, listen, log }: SfuOptions): Promise<void> {
    this.#pool = await WorkerPool.start({
      ...(workerBin === undefined ? {} : { workerBin }),
      workerCount: workerCount ?? availableParallelism(),
      listen,
      log,
      onDeath: (worker) => this.#lose(worker),
      onChange: () => this.#buildMissing(),
    })
  }

  async openCourtroom(options: CourtroomOptions): Promise<void> {
    if (this.#stopped) throw new DomainError('sfu_unavailable', 'the SFU is stopping')
    if (this.#courtrooms.has(options.courtroomId))
      throw new RangeError(`courtroom ${options.courtroomId} is open already`)
    const courtroom: Courtroom = { options, media: null, lost: null, building: false, air: 'dark' }
    this.#courtrooms.set(options.courtroomId, courtroom)
    try {
      await this.#build(courtroom)
    } catch (error) {
      this.#courtrooms.delete(options.courtroomId)
      throw error
    }
  }

  closeCourtroom(courtroomId: string): Promise<void> {
    const courtroom = this.#courtrooms.get(courtroomId)
    if (courtroom) {
      this.#courtrooms.delete(courtroomId)
      this.#letGo(courtroom)
    }
    return Promise.resolve()
  }

  setOnAir(courtroomId: string, onAir: boolean): void {
    const courtroom = this.#courtrooms.get(courtroomId)
    const air = onAir ? 'on' : 'dark'
    if (!courtroom || courtroom.air === air) return
    courtroom.air = air
    courtroom.media?.setAir(air)
    if (!onAir) {
      courtroom.lost?.close('not_on_air')
      courtroom.lost = null
    }
    this.#log.info({ courtroomId, onAir }, 'courtroom')
  }

  letPreview(courtroomId: string): void {
    const courtroom = this.#courtrooms.get(courtroomId)
    if (courtroom?.air !== 'dark') return
    courtroom.air = 'preview'
    courtroom.media?.setAir('preview')
  }

  async view(request: ViewRequest): Promise<View> {
    const courtroom = this.#courtrooms.get(request.courtroomId)
    if (!courtroom) throw new DomainError('feed_unavailable', `courtroom ${request.courtroomId} is not open`)
    const { media, air } = courtroom
    if (air === 'dark' || (air === 'preview' && !request.preview))
      throw new DomainError('not_on_air', `courtroom ${request.courtroomId} is off the air`)
    if (!media) throw new DomainError('sfu_unavailable', `courtroom ${request.courtroomId} is being rebuilt`)
    try {
      return await media.view(request)
    } catch (error) {
      if (error instanceof DomainError || courtroom.media === media) throw error
      throw new DomainError('sfu_unavailable', 'the worker died while a viewer joined', { cause: error })
    }
  }

  async stats(): Promise<SfuStats> {
    const open = [...this.#courtrooms].flatMap(([id, { media }]) => (media ? [{ id, media }] : []))
    const bitrates = await Promise.all(
      // A worker may die between the question and the answer.
      open.map(async ({ id, media }) => [id, await media.receivedBps().catch(() => 0)] as const),
    )
    return {
      workers: (this.#pool?.workers ?? []).map((worker) => {
        const media = this.#mediaOn(worker)
        return {
          index: worker.index,
          pid: worker.worker.pid,
          startedMs: worker.startedMs,
          courtrooms: media.length,
          viewers: media.reduce((sum, { viewers }) => sum + viewers, 0),
        }
      }),
      deaths: [...(this.#pool?.deaths ?? [])].map(([index, deaths]) => ({ index, ...deaths })),
      publishedBitrateBps: Object.fromEntries(bitrates),
      viewers: Object.fromEntries(open.map(({ id, media }) => [id, media.viewers])),
      previews: Object.fromEntries(open.map(({ id, media }) => [id, media.previews])),
      standBys: Object.fromEntries(open.map(({ id, media }) => [id, media.standBys])),
    }
  }

  async held(): Promise<SfuHeld> {
    const nothing = { transports: 0, producers: 0, consumers: 0 }
    const media = [...this.#courtrooms.values()].flatMap((courtroom) => courtroom.media ?? [])
    const workers = this.#pool?.workers ?? []
    // A worker may die between the question and the answer.
    const [held, routers] = await Promise.all([
      Promise.all(media.map((one) => one.held().catch(() => nothing))),
      Promise.all(
        workers.map(({ worker }) =>
          worker.dump().then(
            ({ routerIds }) => routerIds.length,
            () => 0,
          ),
        ),
      ),
    ])
    const total = (of: keyof typeof nothing): number => held.reduce((sum, one) => sum + one[of], 0)
    return {
      routers: routers.reduce((sum, count) => sum + count, 0),
      transports: total('transports'),
      producers: total('producers'),
      consumers: total('consumers'),
    }
  }

  stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true
      for (const courtroom of this.#courtrooms.values()) this.#letGo(courtroom)
      this.#courtrooms.clear()
      this.#pool?.stop()
    }
    return Promise.resolve()
  }

  #letGo(courtroom: Courtroom): void {
    courtroom.media?.close('stopping')
    courtroom.lost?.close('stopping')
    courtroom.media = null
    courtroom.lost = null
    courtroom.options.onEndpoint(null)
  }

  #mediaOn(worker: PooledWorker): CourtroomMedia[] {
    return [...this.#courtrooms.values()].flatMap(({ media }) => (media?.worker === worker ? [media] : []))
  }

  #lose(worker: PooledWorker): void {
    for (const courtroom of this.#courtrooms.values()) {
      if (courtroom.media?.worker !== worker) continue
      courtroom.lost = courtroom.media
      courtroom.media = null
      courtroom.options.onEndpoint(null)
    }
  }

  #buildMissing(): void {
    for (const courtroom of this.#courtrooms.values()) {
      if (courtroom.media || courtroom.building) continue
      this.#build(courtroom).catch((error: unknown) => {
        // The next change of the pool tries again.
        this.#log.error({ err: error, courtroomId: courtroom.options.courtroomId }, 'courtroom not rebuilt')
      })
    }
  }

  async #build(courtroom: Courtroom): Promise<void> {
    const pool = this.#pool
    if (!pool) throw new DomainError('sfu_unavailable', 'the SFU has not started')
    const { options } = courtroom
    courtroom.building = true
    let media: CourtroomMedia
    try {
      const worker = pool.leastLoaded((candidate) => {
        const there = this.#mediaOn(candidate)
        return there.reduce((sum, { viewers }) => sum + viewers, there.length)
      })
      media = await buildCourtroomMedia(worker, options, this.#log)
    } finally {
      courtroom.building = false
    }
    if (this.#courtrooms.get(options.courtroomId) !== courtroom) {
      media.close('stopping')
      return
    }
    courtroom.media = media
    media.setAir(courtroom.air)
    options.onEndpoint(media.endpoint)
    this.#log.info(
      { courtroomId: options.courtroomId, worker: media.worker.index },
      'courtroom open in the SFU',
    )
    // Told only now, so that they find it when they join again at once.
    courtroom.lost?.close('rebuilt')
    courtroom.lost = null
  }
}
