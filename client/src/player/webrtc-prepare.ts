import { createHeadStart, type HeadStart } from './head-start.ts'
import { connectSignalling, type Signalling } from './signalling.ts'
import { makeKit, type WebRtcKit } from './webrtc-kit.ts'

/** All of WebRTC that can be done before the click: what is left is one round trip. */
export interface PreparedWebRtc {
  readonly signalling: Signalling
  readonly headStart: HeadStart
  /** Resolves when codecs and certificate are there; tries again when that failed. Rejects when `signal` aborts. */
  ready(signal: AbortSignal): Promise<WebRtcKit>
  /** Lets go of the connection. Idempotent. */
  close(): void
}

/** Connects, and loads codecs and certificate, once a page. `origin` is that of the server, the page's own when absent. */
export function prepareWebRtc(origin?: string): PreparedWebRtc {
  const signalling = connectSignalling(origin)
  let preparing: Promise<WebRtcKit> | undefined
  let kit: WebRtcKit | null = null

  const prepare = async (signal: AbortSignal): Promise<WebRtcKit> => {
    const made = await makeKit(signalling, signal)
    startSoundOutput()
    kit = made
    return made
  }
  const ready = (signal: AbortSignal): Promise<WebRtcKit> => {
    preparing ??= prepare(signal).catch((error: unknown) => {
      preparing = undefined
      throw error
    })
    return preparing
  }

  const headStart = createHeadStart({ signalling, kit: () => kit, ready })
  const closing = new AbortController()
  // A failure shows when it is needed, and is tried again then.
  ready(closing.signal).catch(() => undefined)
  return {
    signalling,
    headStart,
    ready,
    close() {
      closing.abort()
      headStart.standBy(null)
      headStart.keepFor(null)
      signalling.close()
    },
  }
}

/**
 * A browser's first sound output starts its audio service, and the page stands still meanwhile (measured in Chromium: 160 ms on
 * a busy machine): better now than between click and picture. Making a context asks for the output, and plays nothing.
 */
function startSoundOutput(): void {
  if ('AudioContext' in globalThis) new AudioContext().close().catch(() => undefined)
}
