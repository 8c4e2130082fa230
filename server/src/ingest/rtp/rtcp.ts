import { packets } from 'rtp.js'

/** NTP's epoch is 1900 (RFC 3550, 4). */
const ntpEpochSeconds = 2_208_988_800
/** SDES item type (RFC 3550, 6.5.1). */
const cnameItem = 1

export interface SenderReport {
  ssrc: number
  rtpTimestamp: number
  /** The sender's wall clock, ms since 1970. */
  sourceMs: number
  /** The middle 32 bits of the NTP timestamp, for a receiver report's LSR. */
  compactNtp: number
}

export type RtcpItem =
  | ({ type: 'sender_report' } & SenderReport)
  | { type: 'bye'; ssrc: number }
  | { type: 'key_frame_request'; ssrc: number }

/**
 * Walks through a compound packet (RFC 3550, 6.1) and returns what the relay cares for. Hostile lengths end the walk;
 * it never throws.
 */
export function parseRtcp(compound: Buffer): RtcpItem[] {
  const items: RtcpItem[] = []
  let at = 0
  while (at + 8 <= compound.length) {
    const first = compound.readUInt8(at)
    const end = at + (compound.readUInt16BE(at + 2) + 1) * 4
    if (first >> 6 !== 2 || end > compound.length || end < at + 8) break
    const item = parseOne(compound.subarray(at, end), first & 0x1f)
    if (item) items.push(item)
    at = end
  }
  return items
}

function parseOne(packet: Buffer, count: number): RtcpItem | null {
  const ssrc = packet.readUInt32BE(4)
  switch (packet.readUInt8(1)) {
    case 200: {
      if (packet.length < 28) return null
      const seconds = packet.readUInt32BE(8)
      // Clocks that were never set count from 1970 or from 0: era 0 of NTP is taken for all of them.
      const sourceMs = (seconds - ntpEpochSeconds + packet.readUInt32BE(12) / 2 ** 32) * 1000
      return {
        type: 'sender_report',
        ssrc,
        rtpTimestamp: packet.readUInt32BE(16),
        sourceMs,
        compactNtp: packet.readUInt32BE(10),
      }
    }
    case 203:
      return count > 0 ? { type: 'bye', ssrc } : null
    case 206: {
      // PLI (RFC 4585, 6.3.1) names the media in its header, FIR (RFC 5104, 4.3.1) in its first entry.
      if (count === 1 && packet.length >= 12)
        return { type: 'key_frame_request', ssrc: packet.readUInt32BE(8) }
      if (count === 4 && packet.length >= 20)
        return { type: 'key_frame_request', ssrc: packet.readUInt32BE(12) }
      return null
    }
    default:
      return null
  }
}

export interface SenderReportFields {
  ssrc: number
  cname: string
  /** UTC, ms since the epoch. */
  wallClockMs: number
  rtpTimestamp: number
  packetCount: number
  octetCount: number
}

/** A sender report with its SDES CNAME (RFC 3550, 6.4.1, 6.5.1). */
export function buildSenderReport(fields: SenderReportFields): Buffer {
  const report = new packets.SenderReportPacket()
  const seconds = Math.floor(fields.wallClockMs / 1000)
  report.setSsrc(fields.ssrc)
  report.setNtpSeconds((seconds + ntpEpochSeconds) % 2 ** 32)
  report.setNtpFraction(Math.floor(((fields.wallClockMs - seconds * 1000) / 1000) * 2 ** 32))
  report.setRtpTimestamp(fields.rtpTimestamp)
  report.setPacketCount(fields.packetCount % 2 ** 32)
  report.setOctetCount(fields.octetCount % 2 ** 32)
  return compoundOf(report, fields.ssrc, fields.cname)
}

export interface ReceptionFields {
  /** The reporter's own. */
  ssrc: number
  cname: string
  sourceSsrc: number
  fractionLost: number
  totalLost: number
  highestSequence: number
  jitter: number
  lastSenderReport: number
  /** In 1/65536 s. */
  delaySinceLastSenderReport: number
}

/** A receiver report with its SDES CNAME; the lower bits of lost packets are clamped as RFC 3550, 6.4.1 wants. */
export function buildReceiverReport(fields: ReceptionFields): Buffer {
  const report = new packets.ReceptionReport()
  report.setSsrc(fields.sourceSsrc)
  report.setFractionLost(fields.fractionLost)
  report.setTotalLost(Math.max(-0x800000, Math.min(0x7fffff, fields.totalLost)))
  report.setHighestSeqNumber(fields.highestSequence)
  report.setJitter(fields.jitter)
  report.setLastSRTimestamp(fields.lastSenderReport)
  report.setDelaySinceLastSR(fields.delaySinceLastSenderReport)
  const packet = new packets.ReceiverReportPacket()
  packet.setSsrc(fields.ssrc)
  packet.addReport(report)
  return compoundOf(packet, fields.ssrc, fields.cname)
}

/** A picture loss indication (RFC 4585, 6.3.1). */
export function buildKeyFrameRequest(senderSsrc: number, mediaSsrc: number): Buffer {
  const packet = Buffer.alloc(12)
  packet.writeUInt8(0x81, 0)
  packet.writeUInt8(206, 1)
  packet.writeUInt16BE(2, 2)
  packet.writeUInt32BE(senderSsrc, 4)
  packet.writeUInt32BE(mediaSsrc, 8)
  return packet
}

/** The report, and behind it the SDES with the CNAME: by hand, since rtp.js exports no name for its item types. */
function compoundOf(
  first: packets.SenderReportPacket | packets.ReceiverReportPacket,
  ssrc: number,
  cname: string,
): Buffer {
  first.serialize()
  const view = first.getView()
  const text = Buffer.from(cname, 'utf8').subarray(0, 255)
  // At least one zero ends the list of items, and the chunk ends on a word.
  const sdes = Buffer.alloc(8 + Math.ceil((text.length + 3) / 4) * 4)
  sdes.writeUInt8(0x81, 0)
  sdes.writeUInt8(202, 1)
  sdes.writeUInt16BE(sdes.length / 4 - 1, 2)
  sdes.writeUInt32BE(ssrc, 4)
  sdes.writeUInt8(cnameItem, 8)
  sdes.writeUInt8(text.length, 9)
  text.copy(sdes, 10)
  return Buffer.concat([Buffer.from(view.buffer, view.byteOffset, view.byteLength), sdes])
}
