import { errorAnswer } from '@press-gallery/server/protocol/api'
import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import { ApiError, isFinal } from '../api/api-error.ts'
import type { HlsEngine, HlsTrouble } from './hls-engine.ts'
import { isNativeHlsSupported, startNativeHls } from './native-hls-engine.ts'
import type { Playback, PlaybackOptions, PlaybackState } from './playback.ts'

const watchEveryMs = 250
/** A picture that has stood still this long has stalled. Segments are 2 s, so less would be false alarms. */
const stalledMs = 2500
/** A stall that loading alone has not ended by then is ended by a new engine. */
const rebuildStalledMs = 12_000
/** How long to wait for the server's knowing of this viewer: HLS comes through where WebSocket does not. */
const attendedWaitMs = 4000
/** How often to see whether the token is due for renewal. */
const renewalCheckMs = 15_000
const firstRetryMs = 1000
const maxRetryMs = 10_000

/**
 * Plays a hearing over HLS. Trouble on the way is retried with back-off; a refusal is answered with one renewed token,
 * and ends the playback when that is refused too or can't be had.
 *
 * @param serverNowMs the server's time, ms since the epoch, for the latency
 */
export function startHls(options: PlaybackOptions, serverNowMs: () => number): Playback {
  const { video, hearingId, token, attended, onState } = options
  const url = `/hls/${encodeURIComponent(hearingId)}/index.m3u8`
  let stopped = false
  const over = new AbortController()
  let engine: HlsEngine | null = null
  let state: PlaybackState['kind'] = 'starting'
  let held = { token: '', expiresAtMs: Infinity }
  let retryTimer: number | undefined
  let failures = 0
  let renewedForRefusal = false
  let lastTimeS = 0
  let movedAtMs = Date.now()
  let framesBefore = 0

  const tell = (next: PlaybackState): void => {
    if (stopped || (next.kind === state && next.kind !== 'ended')) return
    state = next.kind
    onState(next)
  }

  /** After a pause, be it the viewer's, a call's or the lock screen's. */
  const played = (): void => engine?.toLiveEdge()
  video.addEventListener('play', played)

  const stop = (): void => {
    if (stopped) return
    stopped = true
    video.removeEventListener('play', played)
    over.abort()
    window.clearInterval(watching)
    window.clearInterval(renewing)
    window.clearTimeout(retryTimer)
    dropEngine()
  }

  const dropEngine = (): void => {
    framesBefore += engine === null ? 0 : video.getVideoPlaybackQuality().totalVideoFrames
    engine?.stop()
    engine = null
    lastTimeS = 0
  }

  const end = (code: ErrorCode): void => {
    tell({ kind: 'ended', code })
    stop()
  }

  const bearer = async (refusedToken?: string): Promise<string> => {
    held = await token(refusedToken)
    return held.token
  }

  const present = (): Promise<void> =>
    new Promise((resolve) => {
      window.setTimeout(resolve, attendedWaitMs)
      attended(over.signal).then(resolve, () => undefined)
    })

  const start = async (): Promise<void> => {
    window.clearTimeout(retryTimer)
    try {
      await bearer()
    } catch (error) {
      tokenFailed(error)
      return
    }
    const hlsJs = await loadHlsJs()
    if (stopped) return
    if (hlsJs === null) {
      retryLater()
      return
    }
    dropEngine()
    const wanted = { video, url, token: () => bearer(), onTrouble: trouble, onProgress: progressed }
    if (hlsJs.isHlsJsSupported()) engine = hlsJs.startHlsJs(wanted)
    else if (isNativeHlsSupported(video)) engine = startNativeHls(wanted)
    else end('cannot_receive')
  }

  const tokenFailed = (error: unknown): void => {
    if (stopped) return
    if (error instanceof ApiError && isFinal(error.code)) end(error.code)
    else retryLater()
  }

  const retryLater = (): void => {
    if (stopped) return
    if (state !== 'starting') tell({ kind: 'reconnecting' })
    failures++
    window.clearTimeout(retryTimer)
    retryTimer = window.setTimeout(retry, Math.min(firstRetryMs * 2 ** (failures - 1), maxRetryMs))
  }

  const retry = (): void => {
    if (engine?.resume() !== true) void start()
  }

  const progressed = (): void => {
    failures = 0
    renewedForRefusal = false
  }

  const trouble = (what: HlsTrouble): void => {
    if (stopped) return
    switch (what.kind) {
      case 'network':
        retryLater()
        return
      case 'media':
        dropEngine()
        retryLater()
        return
      case 'not_now':
        end(codeOf(what.body) === 'watching_elsewhere' ? 'watching_elsewhere' : 'not_on_air')
        return
      case 'refused':
        void refused(codeOf(what.body))
    }
  }

  const refused = async (code: ErrorCode): Promise<void> => {
    if (renewedForRefusal) {
      end(code)
      return
    }
    renewedForRefusal = true
    try {
      await bearer(held.token)
    } catch (error) {
      tokenFailed(error)
      return
    }
    if (!stopped) retry()
  }

  const watch = (): void => {
    const nowMs = Date.now()
    if (engine !== null && nowMs >= held.expiresAtMs) {
      // The right to see this has ended and was not renewed: nothing more is shown, not even what is buffered.
      dropEngine()
      retryLater()
      return
    }
    if (video.currentTime !== lastTimeS && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const moving = lastTimeS !== 0
      lastTimeS = video.currentTime
      movedAtMs = nowMs
      if (moving) tell({ kind: 'playing' })
      return
    }
    const stoodMs = nowMs - movedAtMs
    if (state === 'playing' && stoodMs > stalledMs) tell({ kind: 'stalled' })
    if (state === 'stalled' && stoodMs > rebuildStalledMs) {
      movedAtMs = nowMs
      void start()
    }
  }

  const watching = window.setInterval(watch, watchEveryMs)
  const renewing = window.setInterval(() => {
    if (engine !== null) bearer().catch(tokenFailed)
  }, renewalCheckMs)
  void present().then(() => (stopped ? undefined : start()))

  return {
    stop,
    cut: stop,
    stats() {
      const frames = framesBefore + (stopped ? 0 : video.getVideoPlaybackQuality().totalVideoFrames)
      const shownAtMs = engine?.shownAtMs() ?? null
      return {
        path: 'hls',
        framesShown: frames - (stopped ? 0 : video.getVideoPlaybackQuality().droppedVideoFrames),
        framesDecoded: frames,
        soundReceivedS: null,
        widthPx: video.videoWidth,
        heightPx: video.videoHeight,
        bitrateBps: engine?.bitrateBps() ?? null,
        latencyMs: shownAtMs === null ? null : Math.max(0, serverNowMs() - shownAtMs),
        lossRatio: null,
      }
    },
  }
}

/** hls.js is half a megabyte that most viewers never need; null while it can't be fetched. */
async function loadHlsJs() {
  try {
    return await import('./hls-js-engine.ts')
  } catch {
    return null
  }
}

/** Fetches what `startHls` needs ahead of time, so that a fallback does not wait for it. */
export function prepareHls(): void {
  void loadHlsJs()
}

/** Why a request was refused: the server's code, or `refused` where the answer can't be read. */
function codeOf(body: string | null): ErrorCode {
  try {
    const parsed = errorAnswer.safeParse(JSON.parse(body ?? ''))
    return parsed.success ? parsed.data.error.code : 'refused'
  } catch {
    return 'refused'
  }
}
