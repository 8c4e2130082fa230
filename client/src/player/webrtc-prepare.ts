import { Device } from 'mediasoup-client'
import { createHeadStart, type HeadStart } from './head-start.ts'
import { connectSignalling, type Signalling } from './signalling.ts'

/** All of WebRTC that can be done before the click: what is left is one round trip. */
export interface PreparedWebRtc {
  readonly signalling: Signalling
  readonly headStart: HeadStart
  /** Resolves when codecs and certificate are there; tries again when that failed. Rejects when `signal` aborts. */
  ready(signal: AbortSignal): Promise<WebRtcKit>
  /** Lets go of the connection. Idempotent. */
  close(): void
}

export interface WebRtcKit {
  device: Pick<Device, 'recvRtpCapabilities' | 'createRecvTransport'>
  certificate: RTCCertificate
  /** SHA-256, upper case, colon separated (RFC 8122). */
  fingerprint: string
}

/** Whether this browser has WebRTC at all; what codecs it has shows when it joins. */
export function hasWebRtc(): boolean {
  return 'RTCPeerConnection' in globalThis
}

/** Connects, and loads codecs and certificate, once a page. `origin` is that of the server, the page's own when absent. */
export function prepareWebRtc(origin?: string): PreparedWebRtc {
  const signalling = connectSignalling(origin)
  let preparing: Promise<WebRtcKit> | undefined
  let kit: WebRtcKit | null = null
  const headStart = createHeadStart({ signalling, kit: () => kit })

  const prepare = async (signal: AbortSignal): Promise<WebRtcKit> => {
    const identity = makeIdentity()
    // Awaited only after the server's answer: a failure meanwhile must not count as unhandled.
    identity.catch(() => undefined)
    const [device] = await Promise.all([Device.factory(), signalling.untilConnected(signal)])
    await device.load({ routerRtpCapabilities: await signalling.codecs() })
    startSoundOutput()
    kit = { device, ...(await identity) }
    return kit
  }
  const ready = (signal: AbortSignal): Promise<WebRtcKit> => {
    preparing ??= prepare(signal).catch((error: unknown) => {
      preparing = undefined
      throw error
    })
    return preparing
  }

  const closing = new AbortController()
  // A failure shows when it is needed, and is tried again then.
  ready(closing.signal).catch(() => undefined)
  return {
    signalling,
    headStart,
    ready,
    close() {
      closing.abort()
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

async function makeIdentity(): Promise<Omit<WebRtcKit, 'device'>> {
  const algorithm: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' }
  const certificate = await RTCPeerConnection.generateCertificate(algorithm)
  return { certificate, fingerprint: (await fingerprintOf(certificate)).toUpperCase() }
}

async function fingerprintOf(certificate: RTCCertificate): Promise<string> {
  if ('getFingerprints' in certificate) {
    const sha256 = certificate.getFingerprints().find(({ algorithm }) => algorithm === 'sha-256')
    if (sha256?.value !== undefined) return sha256.value
  }
  // Browsers without `getFingerprints` tell it in any offer made with the certificate.
  const connection = new RTCPeerConnection({ certificates: [certificate] })
  try {
    connection.createDataChannel('fingerprint')
    const { sdp } = await connection.createOffer()
    const found = /^a=fingerprint:sha-256 (\S+)/im.exec(sdp ?? '')?.[1]
    if (found === undefined) throw new Error('the browser tells no SHA-256 fingerprint')
    return found
  } finally {
    connection.close()
  }
}
