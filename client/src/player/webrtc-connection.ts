/** Made for the next join: its ports are open before they are needed. */
export interface ReadyConnection {
  connection: RTCPeerConnection
  certificate: RTCCertificate
  madeAtMs: number
}

/** An older one may hold ports on a network that the device has left. */
const maxAgeMs = 60_000

/** The same settings as mediasoup-client's, and one set of ports at once. */
export function makeConnection(certificate: RTCCertificate): ReadyConnection {
  const connection = new RTCPeerConnection({
    iceServers: [],
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
    certificates: [certificate],
    iceCandidatePoolSize: 1,
  })
  return { connection, certificate, madeAtMs: performance.now() }
}

/**
 * Lets `run`, in which mediasoup-client makes its one connection, find the one that is ready. mediasoup-client has no other way to be
 * given a connection, and opening ports takes a browser tens of milliseconds between click and picture.
 */
export function withConnection<T>(ready: ReadyConnection | null, run: () => T): T {
  if (!ready) return run()
  if (performance.now() - ready.madeAtMs > maxAgeMs) {
    ready.connection.close()
    return run()
  }
  const Original = globalThis.RTCPeerConnection
  let given = false
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, settings: ConstructorParameters<typeof RTCPeerConnection>) {
      if (given) return new target(...settings)
      given = true
      return ready.connection
    },
  })
  try {
    return run()
  } finally {
    globalThis.RTCPeerConnection = Original
    if (!given) ready.connection.close()
  }
}
