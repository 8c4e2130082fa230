import HlsJs, { ErrorTypes, Events, type ErrorData } from 'hls.js'
import type { HlsEngine, HlsEngineOptions } from './hls-engine.ts'
import { createPacedPlaylistLoader } from './paced-playlist-loader.ts'
import { playVideo } from './play-video.ts'

/** Segments whose rate is averaged. */
const ratedSegments = 4

/**
 * How far behind the newest segment's end to play, in segments' lengths: a segment is learnt of as it is published, so
 * little more than the one that is growing must be in the buffer.
 */
const lagSegments = 1.4
/** What our recorder writes, s; the playlist tells what it really is. */
const usualSegmentS = 2

/** So far behind is no longer live, s. */
const oldS = 8

/** One short try each: what to do about a failure is decided in hls-player.ts, not by another layer of retries. */
const oneTry = {
  default: {
    maxTimeToFirstByteMs: 6000,
    maxLoadTimeMs: 10_000,
    timeoutRetry: { maxNumRetry: 1, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 1, retryDelayMs: 500, maxRetryDelayMs: 500 },
  },
}

export function isHlsJsSupported(): boolean {
  // oxlint-disable-next-line import/no-named-as-default-member -- its types know only the static method
  return HlsJs.isSupported()
}

/** HLS by hls.js (Media Source), each request with its own `Authorization` field. */
export function startHlsJs({ video, url, token, onTrouble, onProgress }: HlsEngineOptions): HlsEngine {
  let stopped = false
  let manifestLoaded = false
  const rates: { bits: number; seconds: number }[] = []

  const hls = new HlsJs({
    // A worker would be a `blob:` script, which the content security policy forbids; fMP4 needs little work anyway.
    enableWorker: false,
    // Bounded both ways: what a court cuts off must not stay watchable out of a buffer.
    maxBufferLength: 8,
    maxMaxBufferLength: 10,
    backBufferLength: 4,
    // Low-latency mode is what lets the playback rate catch up; with plain segments it asks for nothing else.
    lowLatencyMode: true,
    liveSyncDuration: usualSegmentS * lagSegments,
    liveMaxLatencyDuration: oldS,
    liveSyncOnStallIncrease: 0.5,
    maxLiveSyncPlaybackRate: 1.15,
    startFragPrefetch: true,
    pLoader: createPacedPlaylistLoader(),
    manifestLoadPolicy: oneTry,
    playlistLoadPolicy: oneTry,
    fragLoadPolicy: oneTry,
    // hls.js sends the request when this promise is kept; fields can only be set on an open one.
    xhrSetup: async (xhr, address) => {
      const bearer = await token()
      xhr.open('GET', address, true)
      xhr.setRequestHeader('Authorization', `Bearer ${bearer}`)
    },
  })

  hls.on(Events.MANIFEST_PARSED, () => {
    manifestLoaded = true
    void playVideo(video)
  })
  hls.on(Events.LEVEL_LOADED, (_event, { details }) => {
    onProgress()
    // By the segments' real length: EXT-X-TARGETDURATION is whole seconds, rounded up by half a segment where one is long.
    const longestS = Math.max(...details.fragments.map(({ duration }) => duration))
    const lagS = Math.round(longestS * lagSegments * 10) / 10
    if (Number.isFinite(lagS) && lagS !== hls.config.liveSyncDuration) hls.targetLatency = lagS
  })
  hls.on(Events.FRAG_LOADED, (_event, { frag }) => {
    onProgress()
    if (frag.sn === 'initSegment') return
    rates.push({ bits: frag.stats.total * 8, seconds: frag.duration })
    if (rates.length > ratedSegments) rates.shift()
  })
  hls.on(Events.ERROR, (_event, data) => {
    if (stopped || !data.fatal) return
    if (data.type !== ErrorTypes.NETWORK_ERROR) onTrouble({ kind: 'media' })
    else if (data.response?.code === 401 || data.response?.code === 403) {
      onTrouble({ kind: 'refused', body: bodyOf(data) })
    } else if (data.response?.code === 409) onTrouble({ kind: 'not_now', body: bodyOf(data) })
    else onTrouble({ kind: 'network' })
  })
  hls.loadSource(url)
  hls.attachMedia(video)

  return {
    resume() {
      if (stopped || !manifestLoaded) return false
      hls.startLoad(-1)
      return true
    },
    toLiveEdge() {
      const { liveSyncPosition, latency } = hls
      if (liveSyncPosition !== null && latency > oldS) video.currentTime = liveSyncPosition
    },
    stop() {
      if (stopped) return
      stopped = true
      hls.destroy()
      video.removeAttribute('src')
      video.load()
    },
    shownAtMs: () => hls.playingDate?.getTime() ?? null,
    bitrateBps() {
      const seconds = rates.reduce((sum, rate) => sum + rate.seconds, 0)
      return seconds === 0 ? null : rates.reduce((sum, rate) => sum + rate.bits, 0) / seconds
    },
  }
}

function bodyOf({ networkDetails }: ErrorData): string | null {
  if (!(networkDetails instanceof XMLHttpRequest)) return null
  if (networkDetails.response instanceof ArrayBuffer) return new TextDecoder().decode(networkDetails.response)
  return typeof networkDetails.response === 'string' ? networkDetails.response : null
}
