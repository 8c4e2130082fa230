import type { FrameDepacketiser, VideoFrame } from './video-frame.ts'

const frameBytesMax = 8_388_608

/** ITU-T T.81, tables K.1 and K.2, in zigzag order. */
const lumaTable = Buffer.from(
  '100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c3933383740485c4e404457453738506d51575f626768673e4d71797064785c656763',
  'hex',
)
const chromaTable = Buffer.from(
  '1112121815182f1a1a2f634238426363636363636363636363636363636363636363636363636363636363636363636363636363636363636363636363636363',
  'hex',
)

interface Frame {
  timestamp: number
  header: Buffer
  pieces: Buffer[]
  bytes: number
}

/**
 * Motion JPEG out of RTP (RFC 2435): the headers that RTP leaves out are written again. Huffman tables stay out: ffmpeg takes the
 * standard's where a picture has none. A picture of which a packet is missing is dropped, the next stands by itself.
 */
export class JpegDepacketiser implements FrameDepacketiser {
  #frame: Frame | null = null
  /** Tables sent once (Q 128 to 254) hold for later pictures of the same Q. */
  readonly #tables = new Map<number, Buffer[]>()

  push(payload: Buffer, timestamp: number, marker: boolean, gap: boolean): VideoFrame[] {
    if (gap || (this.#frame && this.#frame.timestamp !== timestamp)) this.#frame = null
    if (payload.length < 8) return []
    const offset = payload.readUIntBE(1, 3)
    const type = payload.readUInt8(4)
    const restart = type >= 64 && type <= 127
    let at = restart ? 12 : 8
    if (payload.length < at) return []
    if (offset === 0) {
      const q = payload.readUInt8(5)
      const inBand = q >= 128 ? readTables(payload, at) : null
      if (inBand) at = inBand.end
      if (inBand && inBand.tables.length > 0 && q !== 255) this.#tables.set(q, inBand.tables)
      const tables =
        q < 128 ? scaledTables(q) : inBand && inBand.tables.length > 0 ? inBand.tables : this.#tables.get(q)
      const size = { widthPx: payload.readUInt8(6) * 8, heightPx: payload.readUInt8(7) * 8 }
      if (!tables || size.widthPx === 0 || size.heightPx === 0 || (type & 0x3f) > 1) {
        this.#frame = null
        return []
      }
      const restartInterval = restart ? payload.readUInt16BE(8) : 0
      const header = jpegHeader({ ...size, tables, restartInterval, halfHeight: (type & 0x3f) === 1 })
      this.#frame = { timestamp, header, pieces: [], bytes: 0 }
    }
    const frame = this.#frame
    if (!frame) return []
    const piece = payload.subarray(at)
    if (offset !== frame.bytes || frame.bytes + piece.length > frameBytesMax) {
      this.#frame = null
      return []
    }
    frame.pieces.push(piece)
    frame.bytes += piece.length
    if (!marker) return []
    this.#frame = null
    return [
      {
        timestamp,
        key: true,
        data: Buffer.concat([frame.header, ...frame.pieces, Buffer.from([0xff, 0xd9])]),
      },
    ]
  }
}

/** RFC 2435, 3.1.8; tables of 8 bits only, since baseline JPEG has no others. null where the lengths contradict each other. */
function readTables(payload: Buffer, start: number): { tables: Buffer[]; end: number } | null {
  if (payload.length < start + 4) return null
  const precision = payload.readUInt8(start + 1)
  const length = payload.readUInt16BE(start + 2)
  const end = start + 4 + length
  if (end > payload.length || precision !== 0 || length % 64 !== 0 || length > 256) return null
  const tables = Array.from({ length: length / 64 }, (_, i) =>
    payload.subarray(start + 4 + i * 64, start + 68 + i * 64),
  )
  return { tables, end }
}

/** RFC 2435, 4.2. */
function scaledTables(q: number): Buffer[] | null {
  if (q < 1 || q > 99) return null
  const factor = q < 50 ? Math.floor(5000 / q) : 200 - q * 2
  return [lumaTable, chromaTable].map((table) =>
    Buffer.from(table.map((value) => Math.min(255, Math.max(1, Math.floor((value * factor + 50) / 100))))),
  )
}

function jpegHeader(picture: {
  widthPx: number
  heightPx: number
  tables: Buffer[]
  restartInterval: number
  halfHeight: boolean
}): Buffer {
  const { widthPx, heightPx, tables, restartInterval, halfHeight } = picture
  const chroma = tables.length > 1 ? 1 : 0
  const parts: Buffer[] = [Buffer.from([0xff, 0xd8])]
  for (const [i, table] of tables.slice(0, 2).entries())
    parts.push(segment(0xdb, Buffer.concat([Buffer.from([i]), table])))
  if (restartInterval > 0)
    parts.push(segment(0xdd, Buffer.from([restartInterval >> 8, restartInterval & 0xff])))
  const size = [heightPx >> 8, heightPx & 0xff, widthPx >> 8, widthPx & 0xff]
  const luma = halfHeight ? 0x22 : 0x21
  parts.push(segment(0xc0, Buffer.from([8, ...size, 3, 1, luma, 0, 2, 0x11, chroma, 3, 0x11, chroma])))
  parts.push(segment(0xda, Buffer.from([3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0])))
  return Buffer.concat(parts)
}

function segment(marker: number, body: Buffer): Buffer {
  const length = body.length + 2
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), body])
}
