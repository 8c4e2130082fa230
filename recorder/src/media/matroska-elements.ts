/** The elements of Matroska (RFC 9559) that we write, and how EBML (RFC 8794) puts them into bytes. */

/** The size of what goes on for as long as there are frames. */
export const unknownSize = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])

export const ids = {
  ebml: 0x1a45dfa3,
  ebmlVersion: 0x4286,
  ebmlReadVersion: 0x42f7,
  ebmlMaxIdLength: 0x42f2,
  ebmlMaxSizeLength: 0x42f3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  flagLacing: 0x9c,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const

/** An element of at most 256 MiB: its size takes four bytes. */
export function element(id: number, ...content: Buffer[]): Buffer {
  const size = Buffer.allocUnsafe(4)
  size.writeUInt32BE(0x10000000 + content.reduce((sum, part) => sum + part.length, 0))
  return Buffer.concat([idBytes(id), size, ...content])
}

export function unsigned(id: number, value: number): Buffer {
  return element(id, bytesOf(value))
}

export function float(id: number, value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleBE(value)
  return element(id, bytes)
}

export function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value, 'ascii'))
}

/** An id brings its length with it. */
export function idBytes(id: number): Buffer {
  return bytesOf(id)
}

function bytesOf(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256)
  return Buffer.from(bytes)
}
