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

/** How long the last catch-up picture may stand still while the real one, held for its sound, draws level, ms. */
const maxStandstillMs = 400

/**
 * Shows the catch-up until the real track can take its place: a hidden element plays the real one from its first
 * frame, the catch-up is stopped, and when the real one has come past the picture that stands, the tracks are swapped. So
 * no frame is older than the one before. Returns the function that ends it; idempotent.
 */
export function beginCatchUp({ stream, shown, catchUp, real, onCaughtUp }: CatchUpOptions): () => void {
  const hidden = hiddenVideo()
  let shownRtp: number | undefined
  let firstFrameMs: number | undefined
  let over = false

  const end = (): void => {
    if (over) return
    over = true
    hidden.srcObject = null
    hidden.remove()
  }
  const swap = (): void => {
    stream.removeTrack(catchUp.track)
    stream.addTrack(real.track)
    end()
    catchUp.close()
  }

  const followShown = (_: DOMHighResTimeStamp, frame: VideoFrameCallbackMetadata): void => {
    if (over) return
    shownRtp = frame.rtpTimestamp
    shown.requestVideoFrameCallback(followShown)
  }
  const followReal = (nowMs: DOMHighResTimeStamp, frame: VideoFrameCallbackMetadata): void => {
    if (over) return
    if (firstFrameMs === undefined) {
      firstFrameMs = nowMs
      onCaughtUp()
    }
    if (isPast(frame.rtpTimestamp, shownRtp) || nowMs - firstFrameMs > maxStandstillMs) swap()
    else hidden.requestVideoFrameCallback(followReal)
  }

  shown.requestVideoFrameCallback(followShown)
  hidden.requestVideoFrameCallback(followReal)
  hidden.srcObject = new MediaStream([real.track])
  hidden.play().catch(() => undefined)
  return end
}

/** Whether an RTP timestamp is at or after another, both wrapping at 2^32 (RFC 3550, 5.1); yes where either is not known. */
export function isPast(timestamp: number | undefined, other: number | undefined): boolean {
  return timestamp === undefined || other === undefined || ((timestamp - other) | 0) >= 0
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
