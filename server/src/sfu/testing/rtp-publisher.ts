import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { MediaClock } from '../../protocol/signalling.ts'
import { publisherRtp } from '../publisher-rtp.ts'
import type { PublishEndpoint } from '../sfu.ts'
import type { StripClip } from './strip-clip.ts'

/** Sends a clip over and over as the relay would: both tracks, one socket, one clock, sender reports each second. */
export interface RtpPublisher {
  readonly relay: { address: string; port: number }
  /** When the clip's first frame was sent for the first time, ms since the epoch; null before. */
  readonly startedAtMs: number | null
  /** RTP packets of both tracks so far. */
  readonly packetsSent: number
  /** Timestamps of its first instant. */
  readonly mediaClock: MediaClock
  publishTo(endpoint: PublishEndpoint | null): void
  stop(): Promise<void>
}

const maxPayloadBytes = 1200
const firstTimestamps = { video: 4_294_000_000, audio: 123_456 }
const ntpOffsetMs = 2_208_988_800_000

interface Track {
  ssrc: number
  payloadType: number
  clockRateHz: number
  sequence: number
  timestampOffset: number
  packets: number
  octets: number
}

/** Begins to send as soon as it has an endpoint, and goes on with the clip's clock however often that changes. */
export async function startRtpPublisher(clip: StripClip): Promise<RtpPublisher> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const sender = new Sender(clip, socket)
  return {
    relay: { address: '127.0.0.1', port: socket.address().port },
    get startedAtMs() {
      return sender.startedAtMs
    },
    get packetsSent() {
      return sender.packetsSent
    },
    mediaClock: firstTimestamps,
    publishTo: (endpoint) => sender.publishTo(endpoint),
    async stop() {
      sender.stop()
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

class Sender {
  startedAtMs: number | null = null
  readonly #clip: StripClip
  readonly #socket: Socket
  readonly #video = track(publisherRtp.video, firstTimestamps.video)
  readonly #audio = track(publisherRtp.audio, firstTimestamps.audio)
  #endpoint: PublishEndpoint | null = null
  #timer: NodeJS.Timeout | undefined
  #nextFrame = 0
  #nextSound = 0
  #nextReportMs = 0

  constructor(clip: StripClip, socket: Socket) {
    this.#clip = clip
    this.#socket = socket
  }

  publishTo(endpoint: PublishEndpoint | null): void {
    this.#endpoint = endpoint
    if (!endpoint || this.#timer) return
    this.startedAtMs = Date.now()
    this.#timer = setInterval(() => this.#sendDue(), 5)
  }

  get packetsSent(): number {
    return this.#video.packets + this.#audio.packets
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#endpoint = null
  }

  #sendDue(): void {
    const elapsedMs = Date.now() - (this.startedAtMs ?? 0)
    if (elapsedMs >= this.#nextReportMs) {
      this.#nextReportMs += 1000
      for (const to of [this.#video, this.#audio]) this.#report(to, elapsedMs)
    }
    const { frames, frameMs, audio, audioFrameMs } = this.#clip
    for (; this.#nextFrame * frameMs <= elapsedMs; this.#nextFrame++) {
      const units = frames[this.#nextFrame % frames.length] ?? []
      const payloads = units.flatMap(packetise)
      payloads.forEach((payload, i) =>
        this.#send(this.#video, this.#nextFrame * frameMs, i === payloads.length - 1, payload),
      )
    }
    for (; this.#nextSound * audioFrameMs <= elapsedMs; this.#nextSound++) {
      const packet = audio[this.#nextSound % audio.length]
      if (packet) this.#send(this.#audio, this.#nextSound * audioFrameMs, false, packet)
    }
  }

  #send(to: Track, timeMs: number, marker: boolean, payload: Buffer): void {
    const header = Buffer.alloc(12)
    header[0] = 0x80
    header[1] = (marker ? 0x80 : 0) | to.payloadType
    header.writeUInt16BE(to.sequence, 2)
    header.writeUInt32BE(timestampAt(to, timeMs), 4)
    header.writeUInt32BE(to.ssrc, 8)
    to.sequence = (to.sequence + 1) & 0xffff
    to.packets++
    to.octets += payload.length
    this.#sendOut(Buffer.concat([header, payload]))
  }

  /** A sender report (RFC 3550, 6.4.1) and the CNAME (6.5.1) that both tracks share. */
  #report(of: Track, elapsedMs: number): void {
    const report = Buffer.alloc(28)
    report.writeUInt16BE(0x80c8, 0)
    report.writeUInt16BE(6, 2)
    report.writeUInt32BE(of.ssrc, 4)
    const ntpMs = (this.startedAtMs ?? 0) + elapsedMs + ntpOffsetMs
    report.writeUInt32BE(Math.floor(ntpMs / 1000), 8)
    report.writeUInt32BE(Math.floor(((ntpMs % 1000) / 1000) * 2 ** 32), 12)
    report.writeUInt32BE(timestampAt(of, elapsedMs), 16)
    report.writeUInt32BE(of.packets >>> 0, 20)
    report.writeUInt32BE(of.octets >>> 0, 24)

    const cname = Buffer.from(publisherRtp.cname)
    const itemBytes = 4 + 2 + cname.length + 1
    const description = Buffer.alloc(4 + Math.ceil(itemBytes / 4) * 4)
    description.writeUInt16BE(0x81ca, 0)
    description.writeUInt16BE(description.length / 4 - 1, 2)
    description.writeUInt32BE(of.ssrc, 4)
    description[8] = 1
    description[9] = cname.length
    cname.copy(description, 10)
    this.#sendOut(Buffer.concat([report, description]))
  }

  #sendOut(packet: Buffer): void {
    const endpoint = this.#endpoint
    if (endpoint) this.#socket.send(packet, endpoint.port, endpoint.address)
  }
}

function track(
  { ssrc, payloadType, clockRateHz }: { ssrc: number; payloadType: number; clockRateHz: number },
  timestampOffset: number,
): Track {
  return { ssrc, payloadType, clockRateHz, timestampOffset, sequence: 65_000, packets: 0, octets: 0 }
}

function timestampAt({ timestampOffset, clockRateHz }: Track, timeMs: number): number {
  return (timestampOffset + Math.round((timeMs * clockRateHz) / 1000)) % 2 ** 32
}

/** Single NAL unit packets and FU-A (RFC 6184, 5.6 and 5.8). */
function packetise(unit: Buffer): Buffer[] {
  if (unit.length <= maxPayloadBytes) return [unit]
  const header = unit[0] ?? 0
  const payloads: Buffer[] = []
  for (let offset = 1; offset < unit.length; offset += maxPayloadBytes) {
    const part = unit.subarray(offset, offset + maxPayloadBytes)
    const start = offset === 1 ? 0x80 : 0
    const end = offset + maxPayloadBytes >= unit.length ? 0x40 : 0
    payloads.push(Buffer.concat([Buffer.from([(header & 0xe0) | 28, start | end | (header & 0x1f)]), part]))
  }
  return payloads
}
