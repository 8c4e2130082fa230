import type { Logger } from 'pino'
import type { FeedFault, FeedState, FeedStatus } from '../protocol/feed.ts'
import { BackOff, isLasting } from './back-off.ts'
import type { TrackKind } from './feed.ts'
import { FrozenPicture } from './h264/frozen-picture.ts'
import type { Publisher } from './relay/publisher.ts'
import { createSource } from './source-registry.ts'
import type { Clock, Source, SourceFactories, SourceSettings, SourceSink, Transcoders } from './source.ts'
import { Watchdog } from './watchdog.ts'

export interface SourceSupervisionOptions {
  sources: SourceFactories
  transcode: Transcoders
  publisher: Publisher
  clock: Clock
  log: Logger
}

interface Run {
  source: Source
  watchdog: Watchdog
  picture: FrozenPicture
  liveSinceMs: number | null
}

const watchEveryMs = 250

/**
 * Keeps one source of a courtroom running: begins it, notices when it is gone, silent or frozen, waits and begins it
 * anew, and says all the while how things are.
 */
export class SourceSupervision {
  readonly #options: SourceSupervisionOptions
  readonly #listeners = new Set<(status: FeedStatus) => void>()
  #settings: SourceSettings | null = null
  #backOff = new BackOff()
  #run: Run | null = null
  /** Whether the next run is of the device that ran last. */
  #sameDevice = false
  /** Runs that are being stopped: the next waits for them, since a camera may serve only one client. */
  #ending: Promise<void> = Promise.resolve()
  #retry: NodeJS.Timeout | null = null
  #watch: NodeJS.Timeout | null = null
  #stopped = false
  #status: FeedStatus

  constructor(options: SourceSupervisionOptions) {
    this.#options = options
    const sinceMs = Math.round(options.clock.nowMs())
    this.#status = { state: 'connecting', fault: null, sinceMs, nextTryMs: null, video: null, audio: null }
  }

  get status(): FeedStatus {
    return this.#status
  }

  onStatus(listener: (status: FeedStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Begins with a source, ending the one before. */
  begin(settings: SourceSettings): void {
    if (this.#stopped) return
    this.#settings = settings
    this.#sameDevice = false
    this.#backOff = new BackOff()
    this.#endRun()
    this.#say('connecting', null, null)
    this.#watch ??= setInterval(() => this.#check(), watchEveryMs)
    this.#startRun()
  }

  requestKeyFrame(): void {
    this.#run?.source.requestKeyFrame?.()
  }

  /** Idempotent; resolves when nothing of any run is left. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#watch) clearInterval(this.#watch)
    this.#watch = null
    this.#endRun()
    await this.#ending
  }

  #startRun(): void {
    this.#retry = null
    this.#ending = this.#ending.then(() => this.#begin())
  }

  #begin(): void {
    if (this.#stopped || this.#run || !this.#settings) return
    const { sources, transcode, publisher, clock, log } = this.#options
    publisher.beginRun(this.#sameDevice)
    this.#sameDevice = true
    const watchdog = new Watchdog(clock.nowMs(), this.#settings.kind === 'rtsp' ? 'camera' : 'local')
    const mine = (): boolean => this.#run?.watchdog === watchdog
    const sink: SourceSink = {
      onTracks: (tracks) => {
        if (!mine()) return
        watchdog.announced(tracks, clock.nowMs())
        this.#tell({ ...this.#status, ...tracks })
      },
      onRtp: (kind, packet, arrivalMs) => {
        if (!mine()) return
        publisher.onRtp(kind, packet, arrivalMs)
        this.#onPacket(kind, packet)
      },
      onTrackRestart: (kind) => {
        if (mine()) publisher.onTrackRestart(kind)
      },
      onClock: (kind, reading) => {
        if (mine()) publisher.onClock(kind, reading)
      },
      onEnd: (fault, detail) => {
        if (mine()) this.#onEnd(fault, detail)
      },
    }
    try {
      const source = createSource(this.#settings, sources, { sink, clock, log, transcode })
      this.#run = { source, watchdog, picture: new FrozenPicture(), liveSinceMs: null }
      source.start()
    } catch (thrown) {
      // Nothing but our own mistake gets here; the courtroom's feed still must not die of it.
      log.error({ err: thrown }, 'a source threw as it began')
      this.#onEnd('bad_settings', 'the source could not be made')
    }
  }

  /** Takes the present run down; its sink is deaf from here on. */
  #endRun(): void {
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = null
    const run = this.#run
    this.#run = null
    this.#options.publisher.endRun()
    if (!run) return
    this.#ending = this.#ending
      .then(() => run.source.stop())
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'a source did not stop'))
  }

  #onEnd(fault: FeedFault, detail: string): void {
    const { clock, log } = this.#options
    const nowMs = clock.nowMs()
    const liveSinceMs = this.#run?.liveSinceMs ?? null
    this.#endRun()
    const delayMs = this.#backOff.delayMs(fault, liveSinceMs === null ? 0 : nowMs - liveSinceMs)
    log.warn({ fault, detail, delayMs }, 'the source ended')
    this.#say(isLasting(fault) ? 'failed' : 'reconnecting', fault, Math.round(nowMs + delayMs))
    this.#retry = setTimeout(() => {
      this.#tell({ ...this.#status, nextTryMs: null })
      this.#startRun()
    }, delayMs)
  }

  #onPacket(kind: TrackKind, packet: Buffer): void {
    const run = this.#run
    if (!run) return
    const nowMs = this.#options.clock.nowMs()
    run.watchdog.packet(kind, nowMs)
    if (kind === 'video') run.picture.push(packet, nowMs)
    if (run.liveSinceMs !== null || !run.watchdog.tracks) return
    run.liveSinceMs = nowMs
    this.#say('live', this.#faultOfLive(run, nowMs), null)
  }

  #check(): void {
    const run = this.#run
    if (!run) return
    const nowMs = this.#options.clock.nowMs()
    const deadly = run.watchdog.deadly(nowMs)
    if (deadly) {
      this.#onEnd(deadly, 'nothing comes')
      return
    }
    if (run.liveSinceMs === null) return
    const lost = run.watchdog.lost(nowMs)
    if (lost) {
      this.#onEnd(lost, 'one of the tracks has stopped')
      return
    }
    const fault = this.#faultOfLive(run, nowMs)
    // With sound the run goes on, since sound is worth more than a picture; without, nothing is lost by a new try.
    if (fault === 'frozen' && !run.watchdog.has('audio', nowMs)) {
      this.#onEnd(fault, 'the same picture again and again')
      return
    }
    if (fault !== this.#status.fault) this.#say('live', fault, null)
  }

  #faultOfLive(run: Run, nowMs: number): FeedFault | null {
    const missing = run.watchdog.missing(nowMs)
    if (missing !== 'no_video' && run.picture.frozen) return 'frozen'
    return missing
  }

  #say(state: FeedState, fault: FeedFault | null, nextTryMs: number | null): void {
    const sinceMs =
      state === this.#status.state ? this.#status.sinceMs : Math.round(this.#options.clock.nowMs())
    this.#tell({ ...this.#status, state, fault, sinceMs, nextTryMs })
  }

  #tell(status: FeedStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}
