import type { Playback, PlaybackOptions } from './playback.ts'
import { connectPreview } from './preview-signalling.ts'
import { hasWebRtc } from './webrtc-device.ts'
import { makeKit, type WebRtcKit } from './webrtc-kit.ts'
import { startWebRtc } from './webrtc.ts'

export interface LivePreviewOptions extends Pick<PlaybackOptions, 'video' | 'onState' | 'onFeed'> {
  courtroomId: string
}

/**
 * Plays what a courtroom gives into the element, over a connection of its own, by the right of the session that the page is signed in
 * with: as a hearing is played, but for the token, which there is none of. Null in a browser without WebRTC.
 */
export function startLivePreview({
  courtroomId,
  video,
  onState,
  onFeed,
}: LivePreviewOptions): Pick<Playback, 'stop'> | null {
  if (!hasWebRtc()) return null
  const signalling = connectPreview(courtroomId)
  let kit: WebRtcKit | null = null
  const playback = startWebRtc({
    hearingId: '',
    token: () => Promise.resolve({ token: '', expiresAtMs: Number.POSITIVE_INFINITY }),
    attended: () => Promise.resolve(),
    prepared: {
      signalling,
      headStart: { adopt: () => null },
      ready: async (signal) => (kit ??= await makeKit(signalling, signal)),
    },
    video,
    onState,
    onFeed,
  })
  return {
    stop() {
      playback.stop()
      signalling.close()
    },
  }
}
