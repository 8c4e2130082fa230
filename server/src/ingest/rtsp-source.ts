import { randomInt } from 'node:crypto'
import type { FeedTrack } from '../protocol/feed.ts'
import type { TrackKind } from './feed.ts'
import type { RtspMedia } from './rtsp/description.ts'
import { openRtspSession, type RtspSession } from './rtsp/session.ts'
import { buildKeyFrameRequest, buildReceiverReport } from './rtp/rtcp.ts'
import { RtspTrack } from './rtsp-track.ts'
import { faultOf, SourceError } from './source-error.ts'
import type { RtspSettings, Source, SourceContext, SourceFactory, Transcoders } from './source.ts'

/** Some cameras drop a client after some seconds without a report, others after a minute. */
const receiverReportMs = 2000
const keyFrameRequestMs = 500
/** A camera whose own key frames come as often is not asked for one over TCP (see `#comesBySelf`). */
const oftenMs = 2500
const cname = 'press-gallery'
const maxEarly = 1000

interface ArrivedPacket {
  kind: TrackKind
  packet: Buffer
  arrivalMs: number
  rtcp: boolean
}

/** A camera, encoder or media server that we pull from by RTSP (RFC 2326), over TCP or UDP. */
export const rtspSource: SourceFactory<RtspSettings> = (settings, context) =>
  new RtspSource(settings, context)

class RtspSource implements Source {
  readonly #settings: RtspSettings
  readonly #context: SourceContext
  readonly #abort = new AbortController()
  readonly #tracks = new Map<TrackKind, RtspTrack>()
  readonly #ssrc = randomInt(1, 2 ** 32)
  /** What came before the answer to PLAY was dealt with: the sink must hear of the tracks first. */
  readonly #early: ArrivedPacket[] = []
  #session: RtspSession | null = null
  #opening: Promise<void> = Promise.resolve()
  #reports: NodeJS.Timeout | null = null
  #stopped = false
  #ended = false
  #keyFrameRequestedAtMs = 0

  constructor(settings: RtspSettings, context: SourceContext) {
    this.#settings = settings
    this.#context = context
  }

  start(): void {
    this.#opening = this.#open().catch((thrown: unknown) => {
      const { fault, detail } = faultOf(thrown)
      this.#end(new SourceError(fault, detail))
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#abort.abort()
    await this.#opening
    await this.#release()
  }

  requestKeyFrame(): void {
    const nowMs = this.#context.clock.nowMs()
    if (nowMs - this.#keyFrameRequestedAtMs < keyFrameRequestMs) return
    this.#keyFrameRequestedAtMs = nowMs
    const video = this.#tracks.get('video')
    if (!video || video.requestKeyFrame() || this.#comesBySelf(video)) return
    // Few cameras heed a PLI over RTSP; none is known to mind one.
    if (video.ssrc !== null) this.#session?.sendRtcp('video', buildKeyFrameRequest(this.#ssrc, video.ssrc))
  }

  /**
   * Whoever writes on a TCP connection gets his next acknowledgements delayed by the kernel, by up to 40 ms, for which the
   * camera's Nagle holds its next sound. The SFU asks for a key frame whenever somebody joins: that all would hear.
   */
  #comesBySelf({ keyFramesEveryMs }: RtspTrack): boolean {
    return this.#session?.overTcp === true && keyFramesEveryMs !== null && keyFramesEveryMs <= oftenMs
  }

  async #open(): Promise<void> {
    const { sink, clock, log } = this.#context
    const session = await openRtspSession({
      settings: this.#settings,
      ssrc: this.#ssrc,
      signal: this.#abort.signal,
      choose: (media) => this.#choose(media),
      onRtp: (kind, packet) => this.#onPacket({ kind, packet, arrivalMs: clock.nowMs(), rtcp: false }),
      onRtcp: (kind, packet) => this.#onPacket({ kind, packet, arrivalMs: clock.nowMs(), rtcp: true }),
      // Over TCP nothing is lost, there is little to report, and each writing costs (see `#comesBySelf`).
      onKeepAlive: () => {
        if (this.#session?.overTcp) this.#report()
      },
      onEnd: (error) => this.#end(error),
    })
    if (this.#stopped) {
      await session.close()
      return
    }
    this.#session = session
    for (const track of this.#tracks.values()) track.inOrder = session.overTcp
    for (const [kind, from] of session.playedFrom) {
      if (from.rtpTimestamp !== null) this.#tracks.get(kind)?.playedFrom(from.rtpTimestamp)
    }
    log.info(
      { overTcp: session.overTcp, tracks: session.tracks.map(({ codec }) => codec.name) },
      'camera plays',
    )
    if (!this.#ended) sink.onTracks(this.#described())
    for (const early of this.#early.splice(0)) this.#onPacket(early)
    if (!session.overTcp) this.#reports = setInterval(() => this.#report(), receiverReportMs)
  }

  #onPacket(arrived: ArrivedPacket): void {
    if (!this.#session) {
      if (this.#early.length < maxEarly) this.#early.push(arrived)
      return
    }
    const track = this.#tracks.get(arrived.kind)
    if (arrived.rtcp) track?.onRtcp(arrived.packet, arrived.arrivalMs)
    else track?.onRtp(arrived.packet, arrived.arrivalMs)
  }

  /** Builds the tracks before SETUP, so that the first packet after PLAY already finds them. */
  #choose(media: readonly RtspMedia[]): RtspMedia[] {
    const { transcode } = this.#context
    const chosen = (['video', 'audio'] as const).flatMap((kind) => {
      const ofKind = media.filter((one) => one.kind === kind)
      return ofKind.find((one) => canCarry(one, transcode)) ?? []
    })
    if (chosen.length === 0) {
      const offered = media.map(({ codec }) => codec.name).join(', ')
      throw new SourceError(
        'unsupported_codec',
        offered === '' ? 'the camera offers no media' : `only ${offered}`,
      )
    }
    for (const one of chosen) {
      this.#tracks.set(
        one.kind,
        new RtspTrack(one, this.#context, {
          onKeyFrameWanted: () => this.requestKeyFrame(),
          onChange: () => {
            if (this.#session && !this.#stopped && !this.#ended)
              this.#context.sink.onTracks(this.#described())
          },
          onEnd: (fault, detail) => this.#end(new SourceError(fault, detail)),
        }),
      )
    }
    return chosen
  }

  #described(): { video: FeedTrack | null; audio: FeedTrack | null } {
    return {
      video: this.#tracks.get('video')?.described ?? null,
      audio: this.#tracks.get('audio')?.described ?? null,
    }
  }

  #report(): void {
    const nowMs = this.#context.clock.nowMs()
    for (const [kind, track] of this.#tracks) {
      const reception = track.report(nowMs)
      if (reception)
        this.#session?.sendRtcp(kind, buildReceiverReport({ ...reception, ssrc: this.#ssrc, cname }))
    }
  }

  #end(error: SourceError): void {
    if (this.#stopped || this.#ended) return
    this.#ended = true
    this.#context.sink.onEnd(error.fault, error.message)
  }

  async #release(): Promise<void> {
    if (this.#reports) clearInterval(this.#reports)
    const tracks = [...this.#tracks.values()]
    this.#tracks.clear()
    await Promise.all([...tracks.map((track) => track.stop()), this.#session?.close()])
  }
}

function canCarry({ kind, codec }: RtspMedia, transcode: Transcoders): boolean {
  if (kind === 'audio' && codec.name === 'opus') return true
  // Interleaved mode (RFC 6184, packetization mode 2) is met in no camera and in few receivers.
  if (kind === 'video' && codec.name === 'h264') return !/packetization-mode=2/.test(codec.fmtp ?? '')
  return transcode.readable[kind].includes(codec.name)
}
