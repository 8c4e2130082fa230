import type { Device } from 'mediasoup-client'
import type { MediaSignalling } from './media-signalling.ts'
import { createDevice } from './webrtc-device.ts'

/** What every join of a page is made with. */
export interface WebRtcKit {
  device: Pick<Device, 'handlerName' | 'recvRtpCapabilities' | 'createRecvTransport'>
  certificate: RTCCertificate
  /** SHA-256, upper case, colon separated (RFC 8122). */
  fingerprint: string
}

/** Loads codecs and makes a certificate. Rejects when `signal` aborts. */
export async function makeKit(signalling: MediaSignalling, signal: AbortSignal): Promise<WebRtcKit> {
  const identity = makeIdentity()
  // Awaited only after the server's answer: a failure meanwhile must not count as unhandled.
  identity.catch(() => undefined)
  const [device] = await Promise.all([createDevice(), signalling.untilConnected(signal)])
  await device.load({ routerRtpCapabilities: await signalling.codecs() })
  return { device, ...(await identity) }
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
