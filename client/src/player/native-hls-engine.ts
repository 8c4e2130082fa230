import type { HlsEngine, HlsEngineOptions } from './hls-engine.ts'
import { playVideo } from './play-video.ts'

export function isNativeHlsSupported(video: HTMLVideoElement): boolean {
  return video.canPlayType('application/vnd.apple.mpegurl') !== ''
}

/** Where Safari itself begins to play, and how far behind the playlist's end is no longer live, s. */
const lagS = 6
const oldS = 14

/**
 * HLS by the browser itself (iPhone before iOS 17.1). It can send no field, so it relies on the HttpOnly cookie that the
 * token request has set for this hearing's path, and it tells no reason for an error.
 */
export function startNativeHls({ video, url, onTrouble, onProgress }: HlsEngineOptions): HlsEngine {
  let stopped = false
  const failed = (): void => onTrouble({ kind: 'network' })
  const started = (): void => {
    onProgress()
    void playVideo(video)
  }
  video.addEventListener('error', failed)
  video.addEventListener('loadedmetadata', started)
  video.addEventListener('progress', onProgress)
  video.src = url
  return {
    resume: () => false,
    toLiveEdge() {
      const { seekable, currentTime } = video
      if (seekable.length === 0) return
      const endS = seekable.end(seekable.length - 1)
      if (endS - currentTime > oldS) video.currentTime = endS - lagS
    },
    stop() {
      if (stopped) return
      stopped = true
      video.removeEventListener('error', failed)
      video.removeEventListener('loadedmetadata', started)
      video.removeEventListener('progress', onProgress)
      video.removeAttribute('src')
      video.load()
    },
    shownAtMs: () => startDateMs(video, video.currentTime),
    bitrateBps: () => null,
  }
}

/** Safari's `getStartDate` (HTML, "timeline offset"): the date of the media's time 0. */
function startDateMs(video: HTMLVideoElement, atS: number): number | null {
  const getStartDate: unknown = Reflect.get(video, 'getStartDate')
  if (typeof getStartDate !== 'function') return null
  const start: unknown = Reflect.apply(getStartDate, video, [])
  return start instanceof Date && !Number.isNaN(start.getTime()) ? start.getTime() + atS * 1000 : null
}
