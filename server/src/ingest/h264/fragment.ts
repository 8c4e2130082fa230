import { packetType } from './nal.ts'

/**
 * Cuts a NAL unit, or an FU-A payload that is itself too large, into FU-A payloads (RFC 6184, 5.8) of about equal
 * size, none above `maxBytes`. Equal pieces, since a full packet and a scrap cost as much as two halves and arrive
 * later.
 */
export function fragment(payload: Buffer, maxBytes: number): Buffer[] {
  const first = payload[0] ?? 0
  const isFragment = (first & 0x1f) === packetType.fuA
  const fuHeader = isFragment ? (payload[1] ?? 0) : 0xc0 | (first & 0x1f)
  const indicator = (first & 0xe0) | packetType.fuA
  const body = payload.subarray(isFragment ? 2 : 1)
  const count = Math.ceil(body.length / (maxBytes - 2))
  const size = Math.ceil(body.length / count)
  const pieces: Buffer[] = []
  for (let at = 0; at < body.length; at += size) {
    const start = at === 0 ? fuHeader & 0x80 : 0
    const end = at + size >= body.length ? fuHeader & 0x40 : 0
    pieces.push(
      Buffer.concat([
        Buffer.from([indicator, start | end | (fuHeader & 0x1f)]),
        body.subarray(at, at + size),
      ]),
    )
  }
  return pieces
}
