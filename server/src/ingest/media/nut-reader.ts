/**
 * Reads a NUT stream (https://ffmpeg.org/~michael/nut.txt, version 3) as ffmpeg writes it on its standard output. Of ffmpeg's
 * containers it is the one that gives each frame at once, whole and dated: Matroska, Ogg and fragmented MP4 hold each frame
 * until the next, MPEG-TS does not tell where a picture ends.
 */

export interface NutStream {
  index: number
  kind: 'video' | 'audio' | 'other'
}

export interface NutFrame {
  stream: NutStream
  /** In seconds; exact to the stream's time base. */
  ptsSeconds: number
  key: boolean
  data: Buffer
}

export interface NutHandlers {
  /** Once all streams are known, before the first frame. */
  onStreams?(streams: readonly NutStream[]): void
  onFrame(frame: NutFrame): void
}

/** What came is no NUT that we understand. */
export class NutError extends Error {
  override name = 'NutError'
}

const fileId = Buffer.from('nut/multimedia container\0', 'latin1')
const startCode = {
  main: '4e4d7a561f5f04ad',
  stream: '4e5311405bf2f9db',
  syncpoint: '4e4be4adeeca4569',
} as const
const flag = {
  key: 1,
  codedPts: 8,
  streamId: 16,
  sizeMsb: 32,
  checksum: 64,
  reserved: 128,
  headerIdx: 1024,
  matchTime: 2048,
  coded: 4096,
  invalid: 8192,
} as const
/** An uncompressed 4K picture is larger than anything an encoder gives us. */
const frameBytesMax = 16_777_216
const headerBytesMax = 1_048_576
/** Above this size a frame keeps all its bytes, whatever the table says. */
const elisionFrameBytesMax = 4096

interface FrameCode {
  flags: number
  streamId: number
  sizeMul: number
  sizeLsb: number
  ptsDelta: number
  reserved: number
  headerIdx: number
}

interface StreamState extends NutStream {
  timeBase: { num: number; denom: number }
  msbPtsShift: number
  lastPts: number
}

export class NutReader {
  readonly #handlers: NutHandlers
  #pending: Buffer = Buffer.alloc(0)
  #identified = false
  #streamCount = 0
  #timeBases: { num: number; denom: number }[] = []
  #codes: FrameCode[] = []
  #elided: Buffer[] = [Buffer.alloc(0)]
  readonly #streams = new Map<number, StreamState>()

  constructor(handlers: NutHandlers) {
    this.#handlers = handlers
  }

  /** Takes the next bytes and gives every frame that is complete with them. Throws `NutError`. */
  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    for (;;) {
      const used = this.#next()
      if (used === 0) return
      this.#pending = this.#pending.subarray(used)
    }
  }

  /** Reads one packet or frame off the front; 0 while it is not all there. */
  #next(): number {
    const pending = this.#pending
    if (!this.#identified) {
      if (pending.length < fileId.length) return 0
      if (!pending.subarray(0, fileId.length).equals(fileId)) throw new NutError('no NUT stream')
      this.#identified = true
      return fileId.length
    }
    if (pending.length === 0) return 0
    return pending[0] === 0x4e ? this.#packet(pending) : this.#frame(pending)
  }

  #packet(pending: Buffer): number {
    if (pending.length < 8) return 0
    const cursor = new Cursor(pending, 8)
    const length = cursor.v()
    if (cursor.short) return 0
    if (length < 4 || length > headerBytesMax) throw new NutError(`a header of ${length} bytes`)
    if (length > 4096) cursor.skip(4)
    const end = cursor.at + length
    if (pending.length < end) return 0
    const body = new Cursor(pending.subarray(0, end - 4), cursor.at)
    const code = pending.toString('hex', 0, 8)
    if (code === startCode.main) this.#mainHeader(body)
    else if (code === startCode.stream) this.#streamHeader(body)
    else if (code === startCode.syncpoint) this.#syncpoint(body)
    // Index and info packets say nothing that we need.
    if (body.short) throw new NutError('a header that is too short')
    return end
  }

  #mainHeader(body: Cursor): void {
    const version = body.v()
    if (version < 2 || version > 4) throw new NutError(`NUT version ${version}`)
    if (version > 3) body.v()
    this.#streamCount = body.v()
    body.v()
    const timeBaseCount = body.v()
    if (this.#streamCount > 8 || timeBaseCount === 0 || timeBaseCount > 16)
      throw new NutError('too many streams')
    this.#timeBases = Array.from({ length: timeBaseCount }, () => ({ num: body.v(), denom: body.v() }))
    if (this.#timeBases.some(({ num, denom }) => num < 1 || denom < 1))
      throw new NutError('a time base of nothing')
    this.#codes = readFrameCodes(body)
    this.#elided = [Buffer.alloc(0)]
    if (body.left > 0) {
      const count = body.v()
      for (let i = 0; i < count && !body.short; i++) this.#elided.push(body.bytes(body.v()))
    }
  }

  #streamHeader(body: Cursor): void {
    const index = body.v()
    const streamClass = body.v()
    body.bytes(body.v())
    const timeBase = this.#timeBases[body.v()]
    const msbPtsShift = body.v()
    if (index >= this.#streamCount || !timeBase || msbPtsShift > 16) throw new NutError('a bad stream header')
    // ffmpeg repeats its headers now and then.
    if (this.#streams.has(index)) return
    const kind = streamClass === 0 ? 'video' : streamClass === 1 ? 'audio' : 'other'
    this.#streams.set(index, { index, kind, timeBase, msbPtsShift, lastPts: 0 })
    if (this.#streams.size === this.#streamCount) this.#handlers.onStreams?.([...this.#streams.values()])
  }

  #syncpoint(body: Cursor): void {
    const value = body.v()
    const from = this.#timeBases[value % this.#timeBases.length]
    if (!from) throw new NutError('a bad syncpoint')
    const pts = Math.floor(value / this.#timeBases.length)
    for (const stream of this.#streams.values()) {
      const { num, denom } = stream.timeBase
      // Exact: products of this kind pass 2⁵³.
      const scaled = (BigInt(pts) * BigInt(from.num) * BigInt(denom)) / (BigInt(from.denom) * BigInt(num))
      stream.lastPts = Number(scaled)
    }
  }

  #frame(pending: Buffer): number {
    const code = this.#codes[pending[0] ?? 0]
    if (!code || (code.flags & flag.invalid) !== 0) throw new NutError('an invalid frame code')
    const cursor = new Cursor(pending, 1)
    const flags = (code.flags & flag.coded) === 0 ? code.flags : code.flags ^ cursor.v()
    const has = (one: number): boolean => (flags & one) !== 0
    const stream = this.#streams.get(has(flag.streamId) ? cursor.v() : code.streamId)
    if (!stream) {
      if (cursor.short) return 0
      throw new NutError('a frame of no stream')
    }
    const pts = has(flag.codedPts) ? fullPts(stream, cursor.v()) : stream.lastPts + code.ptsDelta
    const size = code.sizeLsb + (has(flag.sizeMsb) ? code.sizeMul * cursor.v() : 0)
    if (has(flag.matchTime)) cursor.v()
    const headerIdx = has(flag.headerIdx) ? cursor.v() : code.headerIdx
    for (let reserved = has(flag.reserved) ? cursor.v() : code.reserved; reserved > 0; reserved--) {
      if (cursor.short) return 0
      cursor.v()
    }
    if (has(flag.checksum)) cursor.skip(4)
    if (cursor.short) return 0
    if (size > frameBytesMax) throw new NutError(`a frame of ${size} bytes`)
    const elided = this.#elided[size > elisionFrameBytesMax ? 0 : headerIdx]
    if (!elided || elided.length > size) throw new NutError('a bad elision header')
    const end = cursor.at + size - elided.length
    if (pending.length < end) return 0
    const rest = pending.subarray(cursor.at, end)
    stream.lastPts = pts
    this.#handlers.onFrame({
      stream,
      ptsSeconds: (pts * stream.timeBase.num) / stream.timeBase.denom,
      key: has(flag.key),
      data: elided.length > 0 ? Buffer.concat([elided, rest]) : rest,
    })
    return end
  }
}

/** The least significant bits near the last one, or a whole one that is marked by being larger than they can be. */
function fullPts(stream: StreamState, coded: number): number {
  const range = 2 ** stream.msbPtsShift
  if (coded >= range) return coded - range
  const low = stream.lastPts - Math.floor((range - 1) / 2)
  return low + ((((coded - low) % range) + range) % range)
}

/** The table of 256 frame codes, run-length coded in the main header. */
function readFrameCodes(body: Cursor): FrameCode[] {
  const codes: FrameCode[] = []
  let ptsDelta = 0
  let sizeMul = 1
  let streamId = 0
  let headerIdx = 0
  while (codes.length < 256) {
    const flags = body.v()
    const fields = body.v()
    if (fields > 0) ptsDelta = body.s()
    if (fields > 1) sizeMul = body.v()
    if (fields > 2) streamId = body.v()
    const sizeLsb = fields > 3 ? body.v() : 0
    const reserved = fields > 4 ? body.v() : 0
    const count = fields > 5 ? body.v() : sizeMul - sizeLsb
    if (fields > 6) body.s()
    if (fields > 7) headerIdx = body.v()
    for (let field = 8; field < fields && !body.short; field++) body.v()
    if (body.short || count <= 0 || count > 256 - codes.length)
      throw new NutError('a bad table of frame codes')
    for (let i = 0; i < count; i++) {
      // 'N' begins a start code, never a frame.
      if (codes.length === 0x4e) {
        codes.push({
          flags: flag.invalid,
          streamId: 0,
          sizeMul: 0,
          sizeLsb: 0,
          ptsDelta: 0,
          reserved: 0,
          headerIdx: 0,
        })
      }
      codes.push({ flags, streamId, sizeMul, sizeLsb: sizeLsb + i, ptsDelta, reserved, headerIdx })
    }
  }
  return codes
}

/** Reads forward through a buffer; past its end it gives zeros and says that it is `short`. */
class Cursor {
  at: number
  short = false
  readonly #buffer: Buffer

  constructor(buffer: Buffer, at: number) {
    this.#buffer = buffer
    this.at = at
  }

  get left(): number {
    return this.#buffer.length - this.at
  }

  skip(bytes: number): void {
    this.at += bytes
    if (this.at > this.#buffer.length) this.short = true
  }

  bytes(length: number): Buffer {
    const start = this.at
    this.skip(length)
    return this.#buffer.subarray(start, this.at)
  }

  /** A number of seven bits a byte, most significant first. */
  v(): number {
    let value = 0
    for (let i = 0; i < 8; i++) {
      const byte = this.#buffer[this.at]
      if (byte === undefined) {
        this.short = true
        return 0
      }
      this.at++
      value = value * 128 + (byte & 0x7f)
      if (byte < 128) return value
    }
    throw new NutError('a number that is too long')
  }

  /** A signed one. */
  s(): number {
    const value = this.v() + 1
    return value % 2 === 1 ? -((value - 1) / 2) : value / 2
  }
}
