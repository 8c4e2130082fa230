import { connect, type Socket } from 'node:net'
import { SourceError } from '../source-error.ts'
import { formatRequest, headerOf, RtspStreamParser } from './message.ts'
import { acknowledgeAtOnce } from './quick-ack.ts'
import type { RtspIncoming, RtspRequest, RtspResponse } from './message.ts'

export interface RtspConnectionEvents {
  /** One interleaved frame (RFC 2326, 10.12). Must not throw. */
  onFrame(channel: number, data: Buffer): void
  /** The connection is gone; once, also after `close`. Null when this side closed it. */
  onClose(error: SourceError | null): void
}

const connectTimeoutMs = 4000
const responseTimeoutMs = 5000
/** A camera that stops reading must not fill our memory with receiver reports. */
const maxWriteBacklogBytes = 262_144

interface Waiting {
  resolve: (response: RtspResponse) => void
  reject: (error: SourceError) => void
  timer: NodeJS.Timeout
}

/** One TCP connection to an RTSP server: requests with their answers by CSeq, and interleaved frames both ways. */
export class RtspConnection {
  readonly #socket: Socket
  readonly #events: RtspConnectionEvents
  readonly #parser = new RtspStreamParser()
  readonly #waiting = new Map<number, Waiting>()
  #sequence = 0
  #closed = false

  private constructor(socket: Socket, events: RtspConnectionEvents) {
    this.#socket = socket
    this.#events = events
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#parser.push(chunk, (incoming) => this.#deliver(incoming))
      } catch (thrown) {
        this.#end(
          thrown instanceof SourceError
            ? thrown
            : new SourceError('not_understood', 'unreadable RTSP', { cause: thrown }),
        )
      }
    })
    socket.on('error', (cause) =>
      this.#end(new SourceError('disconnected', `connection lost: ${cause.message}`)),
    )
    socket.on('close', () => this.#end(new SourceError('disconnected', 'the camera closed the connection')))
  }

  /** Rejects with `unreachable`, or when `signal` is aborted. */
  static open(
    host: string,
    port: number,
    events: RtspConnectionEvents,
    signal: AbortSignal,
  ): Promise<RtspConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port })
      const fail = (message: string): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        socket.destroy()
        reject(new SourceError('unreachable', message))
      }
      const onAbort = (): void => fail('stopped')
      const onError = (error: Error): void => fail(`no connection to ${host}:${port}: ${error.message}`)
      const timer = setTimeout(() => fail(`no answer from ${host}:${port}`), connectTimeoutMs)
      signal.addEventListener('abort', onAbort)
      socket.once('error', onError)
      socket.once('connect', () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        socket.off('error', onError)
        resolve(new RtspConnection(socket, events))
      })
      if (signal.aborted) onAbort()
    })
  }

  get localAddress(): string {
    return this.#socket.localAddress ?? '0.0.0.0'
  }

  get remoteAddress(): string {
    return this.#socket.remoteAddress ?? ''
  }

  /** Sends one request and resolves with its answer, whatever its status. Rejects when none comes. */
  request(
    method: string,
    uri: string,
    headers: readonly (readonly [string, string])[],
  ): Promise<RtspResponse> {
    if (this.#closed) return Promise.reject(new SourceError('disconnected', 'the connection is closed'))
    const sequence = ++this.#sequence
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(sequence)
        reject(new SourceError('not_understood', `no answer to ${method}`))
      }, responseTimeoutMs)
      this.#waiting.set(sequence, { resolve, reject, timer })
      this.#write(
        formatRequest(method, uri, [['CSeq', String(sequence)], ['User-Agent', 'Press Gallery'], ...headers]),
      )
    })
  }

  /** Sends one interleaved frame; dropped when the camera does not read. */
  sendFrame(channel: number, data: Buffer): void {
    if (this.#closed || this.#socket.writableLength > maxWriteBacklogBytes) return
    const head = Buffer.from([0x24, channel, data.length >> 8, data.length & 0xff])
    this.#write(Buffer.concat([head, data]))
  }

  /** Idempotent. */
  close(): void {
    this.#end(null)
  }

  #write(data: Buffer | string): void {
    this.#socket.write(data, () => acknowledgeAtOnce(this.#socket))
  }

  #deliver(incoming: RtspIncoming): void {
    if (this.#closed) return
    if (incoming.kind === 'frame') this.#events.onFrame(incoming.channel, incoming.data)
    else if (incoming.kind === 'request') this.#answer(incoming)
    else {
      const sequence = Number(headerOf(incoming.headers, 'cseq') ?? Number.NaN)
      const waiting = this.#waiting.get(sequence)
      if (!waiting) return
      this.#waiting.delete(sequence)
      clearTimeout(waiting.timer)
      waiting.resolve(incoming)
    }
  }

  #answer(request: RtspRequest): void {
    const known = request.method === 'OPTIONS' || request.method === 'GET_PARAMETER'
    const sequence = (headerOf(request.headers, 'cseq') ?? '0').replaceAll(/\D/g, '').slice(0, 10)
    const status = known ? '200 OK' : '501 Not Implemented'
    if (this.#socket.writableLength > maxWriteBacklogBytes) return
    this.#write(`RTSP/1.0 ${status}\r\nCSeq: ${sequence}\r\n\r\n`)
  }

  #end(error: SourceError | null): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.destroy()
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer)
      waiting.reject(error ?? new SourceError('disconnected', 'stopped'))
    }
    this.#waiting.clear()
    this.#events.onClose(error)
  }
}
