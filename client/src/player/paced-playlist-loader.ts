import HlsJs, {
  type HlsConfig,
  type Loader,
  type LoaderCallbacks,
  type LoaderConfiguration,
  type LoaderContext,
  type PlaylistLoaderContext,
  type PlaylistLoaderConstructor,
} from 'hls.js'
import { createPlaylistPace } from './playlist-pace.ts'

/** How much earlier than by its own reckoning hls.js is brought to ask, ms: it may be held here, but not hurried. */
const leadMs = 1900

/**
 * hls.js's own loader, asked at the right moments: each request of hls.js is held until the next segment is due, and
 * answered with a playlist that has it. To hls.js it looks like a server with blocking reload.
 */
export function createPacedPlaylistLoader(): PlaylistLoaderConstructor {
  const pace = createPlaylistPace()
  let led = false

  return class PacedPlaylistLoader implements Loader<PlaylistLoaderContext> {
    context: PlaylistLoaderContext | null = null
    readonly #config: HlsConfig
    #inner: Loader<LoaderContext>
    #timer: number | undefined

    constructor(config: HlsConfig) {
      this.#config = config
      this.#inner = new HlsJs.DefaultConfig.loader(config)
    }

    get stats() {
      return this.#inner.stats
    }

    load(
      context: PlaylistLoaderContext,
      configuration: LoaderConfiguration,
      callbacks: LoaderCallbacks<PlaylistLoaderContext>,
    ): void {
      this.context = context
      this.#timer = window.setTimeout(
        () => this.#ask(context, configuration, callbacks),
        pace.waitMs(performance.now()),
      )
    }

    #ask(
      context: PlaylistLoaderContext,
      configuration: LoaderConfiguration,
      callbacks: LoaderCallbacks<PlaylistLoaderContext>,
    ): void {
      this.#inner.load(context, configuration, {
        onSuccess: (response, stats, _context, details) => {
          const nowMs = performance.now()
          const isNew = typeof response.data === 'string' && pace.observe(response.data, nowMs)
          if (!isNew && !pace.isStale(nowMs)) {
            this.#inner.destroy()
            this.#inner = new HlsJs.DefaultConfig.loader(this.#config)
            this.load(context, configuration, callbacks)
            return
          }
          if (!led) stats.loading.start -= leadMs
          led = true
          callbacks.onSuccess(response, stats, context, details)
        },
        onError: (error, _context, details, stats) => callbacks.onError(error, context, details, stats),
        onTimeout: (stats, _context, details) => callbacks.onTimeout(stats, context, details),
        onAbort: (stats, _context, details) => callbacks.onAbort?.(stats, context, details),
      })
    }

    abort(): void {
      window.clearTimeout(this.#timer)
      this.#inner.abort()
    }

    destroy(): void {
      window.clearTimeout(this.#timer)
      this.context = null
      this.#inner.destroy()
    }

    getCacheAge(): number | null {
      return this.#inner.getCacheAge?.() ?? null
    }

    getResponseHeader(name: string): string | null {
      return this.#inner.getResponseHeader?.(name) ?? null
    }
  }
}
