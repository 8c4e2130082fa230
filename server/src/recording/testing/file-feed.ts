import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'
import type { EncodedPacket } from 'mediabunny'
import { RtpPacket } from 'rtp.js/packets'
import type { FeedTap, TrackKind } from '../../ingest/feed.ts'
import { publisherRtp } from '../../sfu/publisher-rtp.ts'

export interface FileFeedOptions {
  /** H.264 without B-frames and Opus in Matroska. */
  path: string
  tap: FeedTap
  /** UTC ms of the file's time 0. Default: now. */
  startMs?: number
  /** 1 is real time, Infinity as fast as the tap takes it. Default 1. */
  speed?: number
  /** How much the camera's clocks run fast against this machine's. Default 0. */
  driftPpm?: { video: number; audio: number }
  /** Sound only from, or only until; pictures likewise; s of the file. */
  only?: { video?: [number, number]; audio?: [number, number] }
  /** Sequence and timestamp of the first packets; near their wrap by default. */
  firstSequence?: number
  firstTimestamp?: number
  signal?: AbortSignal
}

const payloadBytesMax = 1200
const clockEveryMs = 1000

interface Item {
  kind: TrackKind
  mediaMs: number
  packet: EncodedPacket
}

/**
 * Plays a file as a feed's tap, exactly as the relay would publish it: RTP with FU-A and STAP-A, clocks each second. With no
 * network and no second clock in it, what comes out can be compared to the millisecond.
 */
export async function playFileFeed(options: FileFeedOptions): Promise<{ videoFrames: number }> {
  const { tap, speed = 1, driftPpm = { video: 0, audio: 0 }, only = {} } = options
  const startMs = options.startMs ?? Date.now()
  const { items, parameterSets } = await readItems(options.path)
  const tracks = {
    video: sender(options),
    audio: sender(options),
  }
  const startedAt = performance.now()
  let videoFrames = 0
  for (const { kind, mediaMs, packet } of items) {
    const [fromS, untilS] = only[kind] ?? [-Infinity, Infinity]
    if (mediaMs < fromS * 1000 || mediaMs >= untilS * 1000) continue
    if (options.signal?.aborted) break
    const waitMs = mediaMs / speed - (performance.now() - startedAt)
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
    const own = tracks[kind]
    const clockRateHz = publisherRtp[kind].clockRateHz
    const rtpTimestamp =
      own.firstTimestamp + Math.round((mediaMs * clockRateHz * (1 + driftPpm[kind] / 1e6)) / 1000)
    if (mediaMs >= own.nextClockMs) {
      tap.clock(kind, rtpTimestamp >>> 0, startMs + mediaMs)
      own.nextClockMs = mediaMs + clockEveryMs
    }
    const data = Buffer.from(packet.data)
    const payloads =
      kind === 'audio' ? [data] : h264Payloads(data, packet.type === 'key' ? parameterSets : [])
    if (kind === 'video') videoFrames++
    for (const [i, payload] of payloads.entries()) {
      const rtp = new RtpPacket()
      rtp.setPayloadType(publisherRtp[kind].payloadType)
      rtp.setSsrc(publisherRtp[kind].ssrc)
      rtp.setSequenceNumber(own.sequence++ & 0xffff)
      rtp.setTimestamp(rtpTimestamp >>> 0)
      rtp.setMarker(kind === 'video' && i === payloads.length - 1)
      rtp.setPayload(new DataView(payload.buffer, payload.byteOffset, payload.byteLength))
      const bytes = Buffer.alloc(rtp.getByteLength())
      rtp.serialize(bytes.buffer, bytes.byteOffset)
      tap.rtp(kind, bytes)
    }
  }
  return { videoFrames }
}

function sender({ firstSequence = 65_500, firstTimestamp = 0xffff_0000 }: FileFeedOptions): {
  sequence: number
  firstTimestamp: number
  nextClockMs: number
} {
  return { sequence: firstSequence, firstTimestamp, nextClockMs: -Infinity }
}

async function readItems(path: string): Promise<{ items: Item[]; parameterSets: Buffer[] }> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS })
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  const items: Item[] = []
  let parameterSets: Buffer[] = []
  if (video) {
    const description = (await video.getDecoderConfig())?.description
    if (description instanceof Uint8Array) parameterSets = parameterSetsOf(Buffer.from(description))
    for await (const packet of new EncodedPacketSink(video).packets())
      items.push({ kind: 'video', mediaMs: packet.timestamp * 1000, packet })
  }
  if (audio)
    for await (const packet of new EncodedPacketSink(audio).packets())
      items.push({ kind: 'audio', mediaMs: packet.timestamp * 1000, packet })
  // Matroska can't begin before 0, so ffmpeg moves all by the Opus encoder's delay; here the first picture is time 0.
  const zeroMs = items.find((item) => item.kind === 'video')?.mediaMs ?? 0
  for (const item of items) item.mediaMs = Math.round((item.mediaMs - zeroMs) * 1000) / 1000
  return { items: items.toSorted((a, b) => a.mediaMs - b.mediaMs), parameterSets }
}

/** SPS and PPS out of an AVCDecoderConfigurationRecord. */
function parameterSetsOf(avcC: Buffer): Buffer[] {
  const sets: Buffer[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = avcC.readUInt8(at++) & mask
    for (let i = 0; i < count; i++) {
      const length = avcC.readUInt16BE(at)
      sets.push(avcC.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
  }
  return sets
}

/** RFC 6184: parameter sets in a STAP-A, small NAL units alone, large ones in FU-A. */
function h264Payloads(avcc: Buffer, parameterSets: Buffer[]): Buffer[] {
  const payloads: Buffer[] = []
  if (parameterSets.length > 0) {
    const parts = parameterSets.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 0xff]), unit])
    payloads.push(Buffer.concat([Buffer.from([0x78]), ...parts]))
  }
  for (let at = 0; at + 4 <= avcc.length;) {
    const length = avcc.readUInt32BE(at)
    const unit = avcc.subarray(at + 4, at + 4 + length)
    at += 4 + length
    const head = unit[0] ?? 0
    if (unit.length <= payloadBytesMax) payloads.push(unit)
    else
      for (let from = 1; from < unit.length; from += payloadBytesMax) {
        const start = from === 1 ? 0x80 : 0
        const end = from + payloadBytesMax >= unit.length ? 0x40 : 0
        const header = Buffer.from([(head & 0xe0) | 28, start | end | (head & 0x1f)])
        payloads.push(Buffer.concat([header, unit.subarray(from, from + payloadBytesMax)]))
      }
  }
  return payloads
}
