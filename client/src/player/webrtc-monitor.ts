import { figuresBetween, readSample, type WebRtcFigures, type WebRtcSample } from './webrtc-stats.ts'

const pollMs = 500
/** Figures are over this many polls. */
const windowPolls = 6
/** Without a new frame for so long the picture counts as standing, ms. */
const stallMs = 2_000

export interface Monitor {
  figures(): WebRtcFigures
  /** Sound that really came, s since the beginning; null before the first reading. */
  soundReceivedS(): number | null
  /** Pictures decoded, shown or not, since the beginning. */
  framesDecoded(): number
  /** Idempotent. */
  stop(): void
}

export interface MonitorOptions {
  stats: () => Promise<RTCStatsReport>
  /** The track that is shown at present. */
  shownTrackId: () => string | null
  /** False while the camera gives sound alone: then what arrives is what counts. */
  hasPicture: () => boolean
  onStalled: () => void
  onFlowing: () => void
}

/**
 * Watches whether frames are being decoded, which goes on in a tab that is not seen, where frame callbacks rest.
 */
export function beginMonitor({
  stats,
  shownTrackId,
  hasPicture,
  onStalled,
  onFlowing,
}: MonitorOptions): Monitor {
  let samples: WebRtcSample[] = []
  let trackId: string | null = null
  let lastFrameMs = performance.now()
  let stopped = false

  const poll = async (): Promise<void> => {
    const id = shownTrackId()
    if (id === null) return
    if (id !== trackId) {
      trackId = id
      samples = []
    }
    const sample = readSample(await stats(), id, performance.now())
    if (stopped) return
    const previous = samples.at(-1)
    samples = [...samples.slice(-windowPolls), sample]
    const measure = hasPicture() ? 'framesDecoded' : 'bytes'
    if (sample[measure] > (previous?.[measure] ?? 0)) {
      lastFrameMs = sample.atMs
      onFlowing()
    } else if (sample.atMs - lastFrameMs > stallMs) onStalled()
  }
  // A session that has just been closed has no statistics.
  const timer = window.setInterval(() => void poll().catch(() => undefined), pollMs)

  return {
    figures() {
      const [first] = samples
      const last = samples.at(-1)
      return first && last && first !== last
        ? figuresBetween(first, last)
        : { bitrateBps: null, latencyMs: null, lossRatio: null }
    },
    soundReceivedS: () => samples.at(-1)?.soundReceivedS ?? null,
    framesDecoded: () => samples.at(-1)?.framesDecoded ?? 0,
    stop() {
      stopped = true
      window.clearInterval(timer)
    },
  }
}
