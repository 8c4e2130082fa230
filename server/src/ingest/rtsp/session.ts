import type { TrackKind } from '../feed.ts'
import { SourceError } from '../source-error.ts'
import type { RtspSettings } from '../source.ts'
import { Authorizer, chooseChallenge } from './authentication.ts'
import { RtspConnection } from './connection.ts'
import { parseDescription, type RtspMedia } from './description.ts'
import { headerOf, type RtspResponse } from './message.ts'
import { parseRtpInfo, parseSession, parseTransport, type PlayedFrom } from './play-headers.ts'
import { openUdpPorts, type UdpPorts } from './udp-ports.ts'

export interface RtspSessionOptions {
  settings: RtspSettings
  /** Ours, in all that we report. */
  ssrc: number
  /** Of all that DESCRIBE offers, what to set up: at most one a kind. Throws a `SourceError` where nothing fits. */
  choose(media: readonly RtspMedia[]): RtspMedia[]
  /** Aborts a handshake that is under way. */
  signal: AbortSignal
  onRtp(kind: TrackKind, packet: Buffer): void
  onRtcp(kind: TrackKind, packet: Buffer): void
  /** The camera is about to be asked whether it lives: what else there is to write goes well with that. */
  onKeepAlive(): void
  /** The session is over and was not closed by us; once. */
  onEnd(error: SourceError): void
}

export interface RtspSession {
  tracks: RtspMedia[]
  overTcp: boolean
  /** RTP-Info by kind, where the camera sent it. */
  playedFrom: Map<TrackKind, PlayedFrom>
  sendRtcp(kind: TrackKind, packet: Buffer): void
  /** TEARDOWN, then the sockets. Idempotent. */
  close(): Promise<void>
}

const defaultPort = 554
const teardownTimeoutMs = 500
const maxKeepAliveMs = 25_000

interface SetUpTrack {
  media: RtspMedia
  ports: UdpPorts | null
  /** Interleaved channels, or the camera's UDP ports. */
  rtp: number
  rtcp: number
}

/** Goes through OPTIONS, DESCRIBE, SETUP and PLAY (RFC 2326). Rejects with a `SourceError` that says what was wrong. */
export async function openRtspSession(options: RtspSessionOptions): Promise<RtspSession> {
  const client = new Client(options)
  try {
    return await client.play()
  } catch (thrown) {
    client.drop()
    throw thrown
  }
}

class Client {
  readonly #options: RtspSessionOptions
  readonly #url: string
  readonly #host: string
  readonly #hostName: string
  readonly #port: number
  readonly #tracks: SetUpTrack[] = []
  #connection: RtspConnection | null = null
  #authorizer: Authorizer | null = null
  #session: { id: string; timeoutMs: number } | null = null
  #aggregateUrl: string
  #keepAlive: NodeJS.Timeout | null = null
  #keepAliveMethod = 'OPTIONS'
  #playing = false
  #closing = false

  constructor(options: RtspSessionOptions) {
    this.#options = options
    const url = new URL(options.settings.url)
    this.#hostName = url.hostname.replaceAll(/^\[|\]$/g, '')
    this.#port = url.port === '' ? defaultPort : Number(url.port)
    this.#host = url.host
    this.#url = `rtsp://${url.host}${url.pathname}${url.search}`
    this.#aggregateUrl = this.#url
  }

  async play(): Promise<RtspSession> {
    const { transport } = this.#options.settings
    await this.#connect()
    await this.#askOptions()
    const media = await this.#describe()
    const overTcp = transport !== 'udp' && (await this.#setUpAll(media, true, transport === 'auto'))
    if (!overTcp) await this.#setUpAll(media, false, false)
    const playedFrom = await this.#start()
    const tracks = this.#tracks.map((track) => track.media)
    return {
      tracks,
      overTcp,
      playedFrom,
      sendRtcp: (kind, packet) => this.#sendRtcp(kind, packet),
      close: () => this.#close(),
    }
  }

  /** Lets go of everything at once. */
  drop(): void {
    this.#closing = true
    if (this.#keepAlive) clearInterval(this.#keepAlive)
    for (const track of this.#tracks) track.ports?.close()
    this.#connection?.close()
  }

  async #connect(): Promise<void> {
    this.#connection = await RtspConnection.open(
      this.#hostName,
      this.#port,
      {
        onFrame: (channel, data) => this.#onFrame(channel, data),
        onClose: (error) => {
          if (error && this.#playing && !this.#closing) this.#fail(error)
        },
      },
      this.#options.signal,
    )
    this.#options.signal.addEventListener('abort', () => {
      if (!this.#playing) this.drop()
    })
    if (this.#options.signal.aborted) throw new SourceError('disconnected', 'stopped')
  }

  #fail(error: SourceError): void {
    if (this.#closing) return
    this.drop()
    this.#options.onEnd(error)
  }

  #onFrame(channel: number, data: Buffer): void {
    for (const track of this.#tracks) {
      if (track.ports) continue
      if (track.rtp === channel) this.#options.onRtp(track.media.kind, data)
      else if (track.rtcp === channel) this.#options.onRtcp(track.media.kind, data)
    }
  }

  /** One request with whatever authorization the camera wants; answers the first 401 of a nonce. */
  async #request(method: string, uri: string, headers: [string, string][] = []): Promise<RtspResponse> {
    const connection = this.#connection
    if (!connection) throw new SourceError('disconnected', 'not connected')
    const send = (): Promise<RtspResponse> => {
      const all = [...headers]
      if (this.#session) all.push(['Session', this.#session.id])
      if (this.#authorizer) all.push(['Authorization', this.#authorizer.header(method, uri)])
      return connection.request(method, uri, all)
    }
    const first = await send()
    if (first.status !== 401) return first

    const { credentials } = this.#options.settings
    const challenge = chooseChallenge(first.headers.get('www-authenticate') ?? [])
    if (!credentials) throw new SourceError('wrong_password', 'the camera wants a login and none is set')
    if (!challenge)
      throw new SourceError('not_understood', 'the camera wants a login in a way we do not know')
    const refused = this.#authorizer !== null && !(challenge.scheme === 'digest' && challenge.stale)
    // A server may renew its nonce without saying that the old one is stale: a fresh answer settles it.
    if (refused && challenge.scheme === 'basic') throw new SourceError('wrong_password', 'login refused')
    this.#authorizer = new Authorizer(challenge, credentials)
    const second = await send()
    if (second.status === 401) throw new SourceError('wrong_password', 'login refused')
    return second
  }

  async #askOptions(): Promise<void> {
    const answer = await this.#request('OPTIONS', this.#url)
    const methods = (answer.headers.get('public') ?? []).join(',').toUpperCase()
    if (methods.includes('GET_PARAMETER')) this.#keepAliveMethod = 'GET_PARAMETER'
  }

  async #describe(): Promise<RtspMedia[]> {
    const answer = await this.#request('DESCRIBE', this.#url, [['Accept', 'application/sdp']])
    expectOk(answer, 'DESCRIBE')
    const base =
      headerOf(answer.headers, 'content-base') ?? headerOf(answer.headers, 'content-location') ?? this.#url
    // A base without scheme (some cameras send a path or nothing) is no base.
    const baseUrl = /^rtsp:\/\//i.test(base) ? base : this.#url
    const description = parseDescription(answer.body.toString('utf8'), baseUrl, this.#host)
    this.#aggregateUrl = description.aggregateUrl
    return this.#options.choose(description.media)
  }

  /** False where TCP was refused and may be: the caller then asks for UDP. */
  async #setUpAll(media: readonly RtspMedia[], tcp: boolean, mayRefuse: boolean): Promise<boolean> {
    for (const [i, one] of media.entries()) {
      const ports = tcp ? null : await this.#openPorts(one.kind)
      const offer = ports
        ? `RTP/AVP;unicast;client_port=${ports.rtpPort}-${ports.rtpPort + 1}`
        : `RTP/AVP/TCP;unicast;interleaved=${i * 2}-${i * 2 + 1}`
      const answer = await this.#request('SETUP', one.controlUrl, [['Transport', offer]]).catch(
        (thrown: unknown) => {
          ports?.close()
          throw thrown
        },
      )
      if (answer.status === 461 && mayRefuse && i === 0) return false
      if (answer.status !== 200) ports?.close()
      expectOk(answer, 'SETUP')
      this.#session ??= parseSession(headerOf(answer.headers, 'session'))
      const transport = parseTransport(headerOf(answer.headers, 'transport') ?? '')
      const [rtp, rtcp] = tcp
        ? (transport.interleaved ?? [i * 2, i * 2 + 1])
        : (transport.serverPort ?? [0, 0])
      this.#tracks.push({ media: one, ports, rtp, rtcp })
    }
    return true
  }

  #openPorts(kind: TrackKind): Promise<UdpPorts> {
    const { localAddress = '0.0.0.0', remoteAddress = '' } = this.#connection ?? {}
    return openUdpPorts({
      localAddress,
      remoteAddress,
      onRtp: (packet) => this.#options.onRtp(kind, packet),
      onRtcp: (packet) => this.#options.onRtcp(kind, packet),
    })
  }

  async #start(): Promise<Map<TrackKind, PlayedFrom>> {
    for (const track of this.#tracks) track.ports?.punch(track.rtp, track.rtcp, this.#options.ssrc)
    const answer = await this.#request('PLAY', this.#aggregateUrl, [['Range', 'npt=0.000-']])
    expectOk(answer, 'PLAY')
    this.#playing = true
    const everyMs = Math.min(maxKeepAliveMs, Math.max(1000, (this.#session?.timeoutMs ?? 60_000) * 0.4))
    this.#keepAlive = setInterval(() => {
      this.#options.onKeepAlive()
      this.#stayAlive().catch(() => {
        // No answer is no fault while media comes; where none comes the silence is noticed.
      })
    }, everyMs)
    const urls = this.#tracks.map(({ media }) => ({ kind: media.kind, controlUrl: media.controlUrl }))
    return parseRtpInfo(answer.headers.get('rtp-info') ?? [], urls)
  }

  async #stayAlive(): Promise<void> {
    const answer = await this.#request(this.#keepAliveMethod, this.#aggregateUrl)
    if (answer.status === 454) this.#fail(new SourceError('disconnected', 'the camera forgot the session'))
    else if (answer.status >= 400) this.#keepAliveMethod = 'OPTIONS'
  }

  #sendRtcp(kind: TrackKind, packet: Buffer): void {
    if (this.#closing) return
    const track = this.#tracks.find(({ media }) => media.kind === kind)
    if (track?.ports) track.ports.sendRtcp(packet, track.rtcp)
    else if (track) this.#connection?.sendFrame(track.rtcp, packet)
  }

  async #close(): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    const teardown = this.#request('TEARDOWN', this.#aggregateUrl).catch(() => null)
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, teardownTimeoutMs)
    })
    await Promise.race([teardown, timeout])
    clearTimeout(timer)
    this.drop()
  }
}

function expectOk(answer: RtspResponse, method: string): void {
  const { status } = answer
  if (status === 200) return
  const detail = `${method} answered ${status}`
  if (status === 403) throw new SourceError('wrong_password', detail)
  // A redirect would lead to another camera than the one that was set: the path is wrong, whoever knows better.
  if (status === 404 || status === 410 || (status >= 300 && status < 400))
    throw new SourceError('wrong_path', detail)
  if (status === 400 && method === 'DESCRIBE') throw new SourceError('wrong_path', detail)
  if (status === 453 || status >= 500) throw new SourceError('silent', detail)
  throw new SourceError('not_understood', detail)
}
