import { SourceError } from '../source-error.ts'

/** Header names in lower case; a header that came more than once keeps all its values. */
export type RtspHeaders = ReadonlyMap<string, readonly string[]>

export interface RtspResponse {
  kind: 'response'
  status: number
  reason: string
  headers: RtspHeaders
  body: Buffer
}

/** What a server may ask of a client (RFC 2326, 10: OPTIONS, ANNOUNCE, REDIRECT, SET_PARAMETER, …). */
export interface RtspRequest {
  kind: 'request'
  method: string
  uri: string
  headers: RtspHeaders
  body: Buffer
}

/** Embedded binary data (RFC 2326, 10.12). */
export interface InterleavedFrame {
  kind: 'frame'
  channel: number
  data: Buffer
}

export type RtspIncoming = RtspResponse | RtspRequest | InterleavedFrame

const maxHeadBytes = 16_384
const maxBodyBytes = 65_536
const maxHeaders = 100
/** Cameras that miscount an interleaved length are met in the field; so much is skipped to find the next message. */
const maxSkippedBytes = 131_072
const dollar = 0x24
const headEnd = Buffer.from('\r\n\r\n')

/** The first value of a header, or null. */
export function headerOf(headers: RtspHeaders, name: string): string | null {
  return headers.get(name)?.[0] ?? null
}

/** One request as it goes on the wire. Values must hold no line breaks: the caller takes none from a device. */
export function formatRequest(
  method: string,
  uri: string,
  headers: readonly (readonly [string, string])[],
): string {
  const lines = headers.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]/g, ' ')}\r\n`).join('')
  return `${method} ${uri} RTSP/1.0\r\n${lines}\r\n`
}

/**
 * Cuts the byte stream of an RTSP connection into responses, requests and interleaved frames. All that comes in is
 * hostile: lengths are bounded, and what makes no sense is skipped for a while, then given up with a `SourceError`.
 */
export class RtspStreamParser {
  #rest: Buffer = Buffer.alloc(0)
  #skippedBytes = 0

  /** Frames point into the chunk and into each other's neighbourhood, never at each other's bytes. */
  push(chunk: Buffer, deliver: (incoming: RtspIncoming) => void): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (;;) {
      const taken = this.#take(data, deliver)
      if (taken === 0) break
      data = data.subarray(taken)
    }
    this.#rest = data
  }

  /** Returns how many bytes were used up; 0 when a message is not complete yet. */
  #take(data: Buffer, deliver: (incoming: RtspIncoming) => void): number {
    if (data.length < 4) return 0
    if (data[0] === dollar) {
      const end = 4 + data.readUInt16BE(2)
      if (data.length < end) return 0
      this.#skippedBytes = 0
      deliver({ kind: 'frame', channel: data.readUInt8(1), data: data.subarray(4, end) })
      return end
    }
    if (!startsLikeText(data)) return this.#skip(data)
    const headLength = data.indexOf(headEnd)
    if (headLength < 0) {
      // Text without an end may also be the inside of a frame whose length was wrong.
      return data.length > maxHeadBytes ? this.#skip(data) : 0
    }
    const head = headLength > maxHeadBytes ? null : parseHead(data.toString('latin1', 0, headLength))
    if (head === null) return this.#skip(data)
    const bodyLength = contentLength(head.headers)
    const end = headLength + headEnd.length + bodyLength
    if (data.length < end) return 0
    this.#skippedBytes = 0
    deliver({ ...head, body: data.subarray(headLength + headEnd.length, end) })
    return end
  }

  #skip(data: Buffer): number {
    const nextFrame = data.indexOf(dollar, 1)
    const nextText = data.indexOf('RTSP/1.', 1, 'latin1')
    const candidates = [nextFrame, nextText].filter((at) => at > 0)
    const skipped = candidates.length === 0 ? data.length - 3 : Math.min(...candidates)
    this.#skippedBytes += skipped
    if (this.#skippedBytes > maxSkippedBytes) {
      throw new SourceError('not_understood', 'what comes over the connection is not RTSP')
    }
    return skipped
  }
}

function startsLikeText(data: Buffer): boolean {
  for (let i = 0; i < 4; i++) {
    const byte = data[i]
    // Methods and "RTSP" are upper-case letters; GET_PARAMETER and its like have the underscore.
    if (byte === undefined || !((byte >= 0x41 && byte <= 0x5a) || byte === 0x5f)) return false
  }
  return true
}

function contentLength(headers: RtspHeaders): number {
  const text = headerOf(headers, 'content-length')
  if (text === null) return 0
  const length = /^\d{1,9}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY
  if (length > maxBodyBytes)
    throw new SourceError('not_understood', 'an RTSP message with an impossible length')
  return length
}

function parseHead(
  text: string,
):
  | { kind: 'response'; status: number; reason: string; headers: RtspHeaders }
  | { kind: 'request'; method: string; uri: string; headers: RtspHeaders }
  | null {
  const [first = '', ...lines] = text.split('\r\n')
  if (lines.length > maxHeaders) return null
  const headers = parseHeaders(lines)
  const response = /^RTSP\/1\.\d (\d{3})(?: (.*))?$/.exec(first)
  if (response) return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers }
  const request = /^([A-Z_]{3,20}) (\S{1,2048}) RTSP\/1\.\d$/.exec(first)
  if (request) return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers }
  return null
}

function parseHeaders(lines: readonly string[]): RtspHeaders {
  const headers = new Map<string, string[]>()
  let last: string[] | null = null
  for (const line of lines) {
    if (last && /^[ \t]/.test(line)) {
      last[last.length - 1] += ` ${line.trim()}`
      continue
    }
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    last = headers.get(name) ?? []
    last.push(line.slice(colon + 1).trim())
    headers.set(name, last)
  }
  return headers
}
