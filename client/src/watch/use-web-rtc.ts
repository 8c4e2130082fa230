import { useEffect, useState } from 'react'
import { onWake } from '../browser/wake.ts'
import type { Attendances } from '../player/attendances.ts'
import type { PreparedWebRtc } from '../player/webrtc-prepare.ts'

export type WebRtcSupport =
  | { kind: 'loading' }
  | {
      kind: 'loaded'
      attendances: Attendances
      /** Null in a browser without WebRTC. */
      prepared: PreparedWebRtc | null
    }

/** Connects, and does all of WebRTC that can be done before a hearing is chosen, once someone is signed in; undone at sign-out. */
export function useWebRtc(signedIn: boolean): WebRtcSupport {
  const [support, setSupport] = useState<WebRtcSupport>({ kind: 'loading' })
  useEffect(() => {
    if (!signedIn) return undefined
    let wanted = true
    const ends: (() => void)[] = []
    const load = async (): Promise<void> => {
      const [{ hasWebRtc }, { prepareWebRtc }, { connectSignalling }, { createAttendances }] =
        await Promise.all([
          import('../player/webrtc-device.ts'),
          import('../player/webrtc-prepare.ts'),
          import('../player/signalling.ts'),
          import('../player/attendances.ts'),
        ])
      if (!wanted) return
      const signalling = connectSignalling()
      ends.push(onWake((why) => void signalling.revive(why)))
      const attendances = createAttendances(signalling)
      const prepared = hasWebRtc() ? prepareWebRtc(signalling, attendances) : null
      ends.push(() => {
        prepared?.close()
        signalling.close()
      })
      setSupport({ kind: 'loaded', attendances, prepared })
    }
    void load()
    return () => {
      wanted = false
      for (const end of ends) end()
      setSupport({ kind: 'loading' })
    }
  }, [signedIn])
  return support
}
