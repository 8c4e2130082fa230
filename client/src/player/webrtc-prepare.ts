import type { Attendances } from './attendances.ts'
import { createHeadStart, type HeadStart } from './head-start.ts'
import type { Signalling } from './signalling.ts'
import { makeKit, type WebRtcKit } from './webrtc-kit.ts'

/** All of WebRTC that can be done before the click: what is left is one round trip. */
export interface PreparedWebRtc {
  readonly signalling: Signalling
  readonly headStart: HeadStart
  /** Resolves when codecs and certificate are there; tries again when that failed. Rejects when `signal` aborts. */
  ready(signal: AbortSignal): Promise<WebRtcKit>
  /** Ends what is under way; the way to the server stays its owner's. Idempotent. */
  close(): void
}

/** Loads codecs and certificate, once a page. */
export function prepareWebRtc(signalling: Signalling, attendances: Attendances): PreparedWebRtc {
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

  const headStart = createHeadStart({ signalling, attendances, kit: () => kit, ready })
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
