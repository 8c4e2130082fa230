// Tries a worker binary as the server will use it: node infra/sfu-worker/try.mjs BINARY. Exits 0 when it is good.
//
// Starting it proves little: a worker whose OpenSSL callback is wrong (see mend.mjs) starts, makes routers and transports,
// and dies when it writes its first DTLS message. So this plays a browser up to just there: an ICE binding request with
// the transport's own credentials, upon which the worker, made the DTLS client, must send its ClientHello and live.
import { createHmac } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { crc32 } from 'node:zlib'
import * as mediasoup from 'mediasoup'

const LIMIT_MS = 15_000
const DTLS_HANDSHAKE = 22
const CLIENT_HELLO = 1

/** One STUN attribute: type, length, value, padded to four bytes. */
function attribute(type, value) {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
  padded.writeUInt16BE(type, 0)
  padded.writeUInt16BE(value.length, 2)
  value.copy(padded, 4)
  return padded
}

/** A STUN message whose header already counts `following` bytes of attributes that come after `attributes`. */
function message(attributes, following) {
  const body = Buffer.concat(attributes)
  const header = Buffer.alloc(20)
  header.writeUInt16BE(0x0001, 0) // binding request
  header.writeUInt16BE(body.length + following, 2)
  header.writeUInt32BE(0x2112a442, 4)
  header.write('pressgallery', 8, 'latin1') // the 12 bytes of transaction id
  return Buffer.concat([header, body])
}

/** What a browser sends first (RFC 8445, 5389): nominating, with message integrity and fingerprint. */
function bindingRequest({ usernameFragment, password }) {
  const attributes = [
    attribute(0x0006, Buffer.from(`${usernameFragment}:probe`)), // USERNAME
    attribute(0x0024, Buffer.from([0x6e, 0x7f, 0xff, 0xff])), // PRIORITY
    attribute(0x802a, Buffer.alloc(8, 1)), // ICE-CONTROLLING
    attribute(0x0025, Buffer.alloc(0)), // USE-CANDIDATE
  ]
  const hmac = createHmac('sha1', password).update(message(attributes, 24)).digest()
  attributes.push(attribute(0x0008, hmac)) // MESSAGE-INTEGRITY
  const fingerprint = Buffer.alloc(4)
  fingerprint.writeUInt32BE((crc32(message(attributes, 8)) ^ 0x5354554e) >>> 0)
  attributes.push(attribute(0x8028, fingerprint)) // FINGERPRINT
  return message(attributes, 0)
}

async function helloFrom(worker) {
  const router = await worker.createRouter({
    mediaCodecs: [
      { kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2 },
      {
        kind: 'video',
        mimeType: 'video/H264',
        clockRate: 90000,
        parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f' },
      },
    ],
  })
  const transport = await router.createWebRtcTransport({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
  })
  // We are the DTLS server, so the worker speaks first. No certificate is ever compared: we never answer.
  await transport.connect({
    dtlsParameters: {
      role: 'server',
      fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('00').join(':') }],
    },
  })
  const socket = createSocket('udp4')
  try {
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const hello = new Promise((resolve) => {
      socket.on('message', (packet) => {
        if (packet[0] === DTLS_HANDSHAKE && packet[13] === CLIENT_HELLO) resolve()
      })
    })
    socket.send(bindingRequest(transport.iceParameters), transport.iceCandidates[0].port, '127.0.0.1')
    await hello
    // Alive after the write, too: the worker answers.
    await router.dump()
  } finally {
    socket.close()
  }
}

const workerBin = process.argv[2]
if (!workerBin) {
  console.error('usage: node infra/sfu-worker/try.mjs BINARY')
  process.exit(2)
}
const fail = (why) => {
  console.error(`${workerBin}: ${why}`)
  process.exit(1)
}
setTimeout(() => fail(`no DTLS ClientHello within ${LIMIT_MS / 1000} s`), LIMIT_MS).unref()
const worker = await mediasoup.createWorker({ workerBin, logLevel: 'warn' })
worker.on('died', (error) => fail(error.message))
await helloFrom(worker)
worker.close()
console.log(`${workerBin}: starts, routes, and speaks DTLS`)
