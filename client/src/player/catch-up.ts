import { eachFrame } from './each-frame.ts'
import { ticksAfter } from './rtp-timestamp.ts'
import type { SessionTrack } from './webrtc-session.ts'

export interface CatchUpOptions {
  /** What the visible element plays; the catch-up's track is in it. */
  stream: MediaStream
  shown: HTMLVideoElement
  catchUp: SessionTrack
  real: SessionTrack
  /** The server may end the catch-up. */
  onCaughtUp: () => void
}

/**
 * How long the catch-up is left alone at its start, ms: an element and a second decoder take the time that it needs to come
 * level, and then the time of the sound that begins: what of it piles up is late for as long as the hearing is watched.
 */
const undisturbedMs = 700
/** How long the last catch-up picture may stand still while the real one, held for its sound, draws level, ms. */
const maxStandstillMs = 400
/** How long after the real track's first packets it takes the catch-up's place, whatever the browser tells of its frames, ms. */
const maxWaitMs = 2_000

/**
 * Shows the catch-up until the real track can take its place: a hidden element plays the real one from its first
 * frame, the catch-up is stopped, and when the real one has come past the picture that stands, the tracks are swapped. So
 * no frame is older than the one before. Returns the function that ends it; idempotent.
 */
export function beginCatchUp({ stream, shown, catchUp, real, onCaughtUp }: CatchUpOptions): () => void {
  const cleanUps: (() => void)[] = []
  let shownRtp: number | undefined
  let firstFrameMs: number | undefined
  let caughtUp = false
  let following = false
  let followTimer: number | undefined
  let over = false

  const end = (): void => {
    over = true
    for (const cleanUp of cleanUps.splice(0)) cleanUp()
  }
  const stopCatchUp = (): void => {
    if (caughtUp) return
    caughtUp = true
    onCaughtUp()
  }
  const swap = (): void => {
    if (over) return
    stopCatchUp()
    stream.removeTrack(catchUp.track)
    stream.addTrack(real.track)
    end()
    catchUp.close()
  }

  const followReal = (): void => {
    if (following || over) return
    following = true
    const hidden = hiddenVideo()
    cleanUps.push(() => {
      hidden.srcObject = null
      hidden.remove()
    })
    cleanUps.push(
      eachFrame(hidden, (nowMs, frame) => {
        firstFrameMs ??= nowMs
        stopCatchUp()
        if (isPast(frame.rtpTimestamp, shownRtp) || nowMs - firstFrameMs > maxStandstillMs) swap()
      }),
    )
    hidden.srcObject = new MediaStream([real.track])
    hidden.play().catch(() => undefined)
  }
  const followRealSoon = (): void => {
    if (following || over || followTimer !== undefined) return
    followTimer = window.setTimeout(followReal, undisturbedMs)
    cleanUps.push(() => window.clearTimeout(followTimer))
  }
  const onFlowing = (): void => {
    if (real.track.muted || over) return
    // Frame callbacks rest in a tab that nobody sees; and where the catch-up has brought nothing, it never will.
    if (document.visibilityState === 'hidden' || catchUp.track.muted) swap()
    else {
      followRealSoon()
      const timer = window.setTimeout(swap, maxWaitMs)
      cleanUps.push(() => window.clearTimeout(timer))
    }
  }

  real.track.addEventListener('unmute', onFlowing)
  document.addEventListener('visibilitychange', onFlowing)
  cleanUps.push(() => {
    real.track.removeEventListener('unmute', onFlowing)
    document.removeEventListener('visibilitychange', onFlowing)
  })
  cleanUps.push(
    eachFrame(shown, (_, frame) => {
      shownRtp = frame.rtpTimestamp
      followRealSoon()
    }),
  )
  onFlowing()
  return end
}

/** Whether an RTP timestamp is at or after another, both wrapping at 2^32 (RFC 3550, 5.1); yes where either is not known. */
export function isPast(timestamp: number | undefined, other: number | undefined): boolean {
  return timestamp === undefined || other === undefined || ticksAfter(other, timestamp) >= 0
}

/** On the page and within the window: browsers decode no picture that can't be seen. */
function hiddenVideo(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.setAttribute('aria-hidden', 'true')
  video.tabIndex = -1
  Object.assign(video.style, {
    position: 'fixed',
    right: '0',
    bottom: '0',
    width: '2px',
    height: '2px',
    opacity: '0.01',
    pointerEvents: 'none',
  })
  document.body.append(video)
  return video
}
