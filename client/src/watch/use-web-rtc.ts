import { useEffect, useState } from 'react'
import type { PreparedWebRtc } from '../player/webrtc-prepare.ts'

export type WebRtcSupport =
  | { kind: 'loading' }
  /** Null in a browser without WebRTC. */
  | { kind: 'loaded'; prepared: PreparedWebRtc | null }

/** Does all of WebRTC that can be done before a hearing is chosen, once someone is signed in; undone at sign-out. */
export function useWebRtc(signedIn: boolean): WebRtcSupport {
  const [support, setSupport] = useState<WebRtcSupport>({ kind: 'loading' })
  useEffect(() => {
    if (!signedIn) return undefined
    let wanted = true
    let prepared: PreparedWebRtc | null = null
    const load = async (): Promise<void> => {
      const [{ hasWebRtc }, { prepareWebRtc }] = await Promise.all([
        import('../player/webrtc-device.ts'),
        import('../player/webrtc-prepare.ts'),
      ])
      if (!wanted) return
      prepared = hasWebRtc() ? prepareWebRtc() : null
      setSupport({ kind: 'loaded', prepared })
    }
    void load()
    return () => {
      wanted = false
      prepared?.close()
      setSupport({ kind: 'loading' })
    }
  }, [signedIn])
  return support
}
