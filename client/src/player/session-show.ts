import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { beginCatchUp } from './catch-up.ts'
import { beginLipSync } from './lip-sync.ts'
import { sharedReading } from './shared-reading.ts'
import type { MediaSignalling } from './media-signalling.ts'
import { beginMonitor } from './webrtc-monitor.ts'
import type { WebRtcSession } from './webrtc-session.ts'
import type { WebRtcFigures } from './webrtc-stats.ts'

/** A session whose tracks are in an element's stream, catch-up first, kept in lip sync and watched. */
export interface SessionShow {
  figures(): WebRtcFigures
  soundReceivedS(): number | null
  framesDecoded(): number
  /** Leaves the tracks in the stream, and the session open. Idempotent. */
  stop(): void
}

export interface SessionShowOptions {
  session: WebRtcSession
  /** The element's; what is in it gives way. */
  stream: MediaStream
  video: HTMLVideoElement
  signalling: Pick<MediaSignalling, 'mediaClock' | 'caughtUp'>
  /** As told last. */
  feed: () => FeedStatus | undefined
  onStalled: () => void
  onFlowing: () => void
}

/** The connection's statistics are read each half second; a little less, so that each such reading is a new one. */
const readingMs = 400

export function showSession(options: SessionShowOptions): SessionShow {
  const { session, stream, video: element, signalling, feed, onStalled, onFlowing } = options
  const ends: (() => void)[] = []
  const stats = sharedReading(() => session.stats(), readingMs)

  for (const track of stream.getTracks()) stream.removeTrack(track)
  const { catchUp, video } = session
  for (const track of session.tracks) if (track !== video?.track || !catchUp) stream.addTrack(track)
  if (catchUp && video) {
    stream.addTrack(catchUp.track)
    ends.push(
      beginCatchUp({
        stream,
        shown: element,
        catchUp,
        real: video,
        onCaughtUp: () => void signalling.caughtUp().catch(() => undefined),
      }),
    )
  }
  if (session.unsynced)
    ends.push(
      beginLipSync({ ...session.unsynced, shown: element, clock: () => signalling.mediaClock, stats }),
    )
  const monitor = beginMonitor({
    stats,
    shownTrackId: () => stream.getVideoTracks()[0]?.id ?? null,
    hasPicture: () => feed()?.fault !== 'no_video',
    onStalled,
    onFlowing,
  })
  ends.push(() => monitor.stop())

  return {
    figures: () => monitor.figures(),
    soundReceivedS: () => monitor.soundReceivedS(),
    framesDecoded: () => monitor.framesDecoded(),
    stop() {
      for (const end of ends.splice(0)) end()
    },
  }
}
