import { RtpPacket } from 'rtp.js/packets'

/** One RTP packet (RFC 3550) without header extensions and padding; `bytes` begins with the fixed header of 12. */
export interface VideoPacket {
  readonly bytes: Buffer
  readonly sequence: number
  readonly timestamp: number
}

export interface GroupLimits {
  maxBytes: number
  maxDurationMs: number
}

/** The video clock of RFC 6184. */
const ticksPerMs = 90

/**
 * The current group of pictures of an H.264 stream (RFC 6184): every packet since the last IDR picture began, in the
 * order they came. Longer or larger groups than the limits are not kept: then there is none until the next IDR.
 */
export class GroupOfPictures {
  readonly #limits: GroupLimits
  /** The access unit that is arriving: its parameter sets come before its IDR slice says that a group begins. */
  #accessUnit: VideoPacket[] = []
  #accessUnitIsKey = false
  #packets: VideoPacket[] = []
  #bytes = 0

  constructor(limits: GroupLimits) {
    this.#limits = limits
  }

  /** Empty where no group is held. */
  get packets(): readonly VideoPacket[] {
    return this.#packets
  }

  /** Takes the next packet; `beganGroup` says that a new group has begun with its access unit. */
  push(packet: VideoPacket): { beganGroup: boolean } {
    if (this.#accessUnit[0]?.timestamp !== packet.timestamp) {
      this.#accessUnit = []
      this.#accessUnitIsKey = false
    }
    this.#accessUnit.push(packet)

    if (!this.#accessUnitIsKey && beginsIdr(packet.bytes.subarray(12))) {
      this.#accessUnitIsKey = true
      this.#packets = [...this.#accessUnit]
      this.#bytes = this.#packets.reduce((sum, { bytes }) => sum + bytes.length, 0)
      return { beganGroup: true }
    }

    const first = this.#packets[0]
    if (first) {
      this.#packets.push(packet)
      this.#bytes += packet.bytes.length
      const durationMs = ticksBetween(first.timestamp, packet.timestamp) / ticksPerMs
      if (this.#bytes > this.#limits.maxBytes || durationMs > this.#limits.maxDurationMs) this.clear()
    }
    return { beganGroup: false }
  }

  clear(): void {
    this.#packets = []
    this.#bytes = 0
  }
}

/** Takes extensions and padding off; null for what is no RTP packet. */
export function parseVideoPacket(raw: Buffer): VideoPacket | null {
  let packet: RtpPacket
  try {
    packet = new RtpPacket(new DataView(raw.buffer, raw.byteOffset, raw.byteLength))
  } catch {
    // Its sender is the worker, yet a broken packet must not end a courtroom.
    return null
  }
  const payload = packet.getPayload()
  const bytes = Buffer.allocUnsafe(12 + payload.byteLength)
  bytes[0] = 0x80
  bytes[1] = (packet.getMarker() ? 0x80 : 0) | packet.getPayloadType()
  bytes.writeUInt16BE(packet.getSequenceNumber(), 2)
  bytes.writeUInt32BE(packet.getTimestamp(), 4)
  bytes.writeUInt32BE(packet.getSsrc(), 8)
  bytes.set(new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength), 12)
  return { bytes, sequence: packet.getSequenceNumber(), timestamp: packet.getTimestamp() }
}

/**
 * New timestamps for a group's packets, so that a player shows it through at once and stands at the live picture:
 * the last picture keeps its own, each one before it is 1 ms older than its successor, less in long groups, whose
 * squeezed length would itself become latency.
 */
export function squeezeTimestamps(packets: readonly Pick<VideoPacket, 'timestamp'>[]): number[] {
  const pictures: number[] = []
  for (const { timestamp } of packets) if (pictures.at(-1) !== timestamp) pictures.push(timestamp)
  const last = pictures.at(-1) ?? 0
  const stepTicks = Math.max(1, Math.min(ticksPerMs, Math.floor((50 * ticksPerMs) / pictures.length)))

  let picture = -1
  let previous: number | undefined
  return packets.map(({ timestamp }) => {
    if (timestamp !== previous) picture++
    previous = timestamp
    return (last - (pictures.length - 1 - picture) * stepTicks) >>> 0
  })
}

/** From `earlier` to `later`, wrapping at 2^32; a later one that is in fact earlier gives a negative number. */
function ticksBetween(earlier: number, later: number): number {
  return (later - earlier) | 0
}

const nal = { idr: 5, stapA: 24, fuA: 28 } as const

/** Whether an RTP payload holds the beginning of an IDR slice: alone, in a STAP-A, or as the first FU-A. */
function beginsIdr(payload: Buffer): boolean {
  const type = (payload[0] ?? 0) & 0x1f
  if (type === nal.idr) return true
  if (type === nal.fuA) {
    const header = payload[1] ?? 0
    return (header & 0x80) !== 0 && (header & 0x1f) === nal.idr
  }
  if (type !== nal.stapA) return false
  let offset = 1
  while (offset + 3 <= payload.length) {
    if (((payload[offset + 2] ?? 0) & 0x1f) === nal.idr) return true
    offset += 2 + payload.readUInt16BE(offset)
  }
  return false
}
