import { createServer, type Socket } from 'node:net'
import { once } from 'node:events'

export interface ScriptedCamera {
  url: string
  /** Bytes to all that play. */
  send(bytes: Buffer): void
  /** How many clients have sent PLAY so far. */
  readonly played: number
  /** How often a client has asked for a key frame (PLI, RFC 4585). */
  readonly keyFramesAsked: number
  stop(): Promise<void>
}

/** H.264 and Opus, on the interleaved channels 0 and 2. */
export const scriptedSdp = [
  'v=0',
  'o=- 1 1 IN IP4 0.0.0.0',
  's=x',
  't=0 0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=control:v',
  'm=audio 0 RTP/AVP 97',
  'a=rtpmap:97 OPUS/48000/2',
  'a=control:a',
  '',
].join('\r\n')

/** One frame on a channel of the connection (RFC 2326, 10.12). */
export function interleaved(channel: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x24, channel, data.length >> 8, data.length & 255]), data])
}

/** The beginning of a PLI: version 2, format 1, payload type 206, length 2. */
const pli = '\x81\xce\x00\x02'

/** An RTSP server for what no real camera can be made to do: plays by the book, then sends whatever a test wants. */
export async function startScriptedCamera(sdp: string): Promise<ScriptedCamera> {
  const sockets = new Set<Socket>()
  let played = 0
  let keyFramesAsked = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      keyFramesAsked += chunk.toString('latin1').split(pli).length - 1
      for (;;) {
        const end = text.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = text.slice(text.search(/[A-Z_]{4,} rtsp:/), end)
        text = text.slice(end + 4)
        const sequence = /CSeq: (\d+)/.exec(head)?.[1] ?? '0'
        const answer = (headers: string, body = ''): void => {
          socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n${headers}\r\n${body}`)
        }
        if (head.startsWith('DESCRIBE')) answer(`Content-Length: ${sdp.length}\r\n`, sdp)
        else if (head.startsWith('SETUP')) {
          const channels = /interleaved=\d+-\d+/.exec(head)?.[0] ?? ''
          answer(`Session: 1\r\nTransport: RTP/AVP/TCP;unicast;${channels}\r\n`)
        } else {
          answer('Session: 1\r\n')
          if (head.startsWith('PLAY')) played++
        }
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `rtsp://127.0.0.1:${port}/court`,
    send: (bytes) => {
      for (const socket of sockets) socket.write(bytes)
    },
    get played() {
      return played
    },
    get keyFramesAsked() {
      return keyFramesAsked
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
