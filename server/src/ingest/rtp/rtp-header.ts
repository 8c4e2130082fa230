/** The fields of an RTP packet (RFC 3550, 5.1) that the relay reads, and where its payload lies. */
export interface RtpHeader {
  payloadType: number
  marker: boolean
  sequence: number
  timestamp: number
  ssrc: number
  /** Byte offsets; CSRCs, header extension and padding lie outside. */
  payloadStart: number
  payloadEnd: number
}

export const rtpHeaderBytes = 12

/**
 * Reads a header, or null where the packet is none or its lengths contradict each other. Own code, not rtp.js: this
 * runs for each packet of each feed, and rtp.js builds an object graph and throws on hostile input.
 */
export function parseRtpHeader(packet: Buffer): RtpHeader | null {
  if (packet.length < rtpHeaderBytes) return null
  const first = packet.readUInt8(0)
  if (first >> 6 !== 2) return null
  const second = packet.readUInt8(1)
  let payloadStart = rtpHeaderBytes + (first & 0x0f) * 4
  if ((first & 0x10) !== 0) {
    if (packet.length < payloadStart + 4) return null
    payloadStart += 4 + packet.readUInt16BE(payloadStart + 2) * 4
  }
  let payloadEnd = packet.length
  if ((first & 0x20) !== 0) {
    const padding = packet.readUInt8(packet.length - 1)
    if (padding === 0) return null
    payloadEnd -= padding
  }
  if (payloadStart > payloadEnd) return null
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payloadStart,
    payloadEnd,
  }
}

/** Writes a 12-byte header, no CSRC, extension or padding. */
export function writeRtpHeader(
  packet: Buffer,
  header: Pick<RtpHeader, 'payloadType' | 'marker' | 'sequence' | 'timestamp' | 'ssrc'>,
): void {
  packet.writeUInt8(0x80, 0)
  packet.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1)
  packet.writeUInt16BE(header.sequence, 2)
  packet.writeUInt32BE(header.timestamp, 4)
  packet.writeUInt32BE(header.ssrc, 8)
}

/** RFC 5761, 4: RTCP packet types 192 to 223 stand where RTP has marker and payload types 64 to 95. */
export function looksLikeRtcp(packet: Buffer): boolean {
  if (packet.length < 8 || packet.readUInt8(0) >> 6 !== 2) return false
  const type = packet.readUInt8(1)
  return type >= 192 && type <= 223
}
