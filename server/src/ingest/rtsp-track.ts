import type { FeedFault, FeedTrack } from '../protocol/feed.ts'
import { H264Forwarder } from './h264/forwarder.ts'
import { nalType, nalTypeOf } from './h264/nal.ts'
import { parseSequenceParameters, whyNotForWebRtc } from './h264/sps.ts'
import type { RtspMedia } from './rtsp/description.ts'
import { Reception } from './rtp/reception.ts'
import { ReorderBuffer, type Arrived } from './rtp/reorder-buffer.ts'
import { parseRtcp, type ReceptionFields } from './rtp/rtcp.ts'
import { parseRtpHeader, rtpHeaderBytes, writeRtpHeader } from './rtp/rtp-header.ts'
import {
  maxCarriedPacketBytes,
  type ClockReading,
  type SourceContext,
  type TranscodeStage,
} from './source.ts'

export interface RtspTrackEvents {
  /** Nothing can be shown before the next key frame; often. */
  onKeyFrameWanted(): void
  /** How the track is carried has changed. */
  onChange(): void
  onEnd(fault: FeedFault, detail: string): void
}

/** A stage that lived this long had no lasting trouble: a new one takes its place at once. */
const stageProvedMs = 2000

/**
 * One track of an RTSP camera: from packets as they arrive to carried form, forwarded where that fits and through a
 * transcode stage where it doesn't. Nothing that arrives makes it throw.
 */
export class RtspTrack {
  readonly #media: RtspMedia
  readonly #context: SourceContext
  readonly #events: RtspTrackEvents
  readonly #reception: Reception
  readonly #reorder: ReorderBuffer
  readonly #forwarder: H264Forwarder | null
  #stage: TranscodeStage | null = null
  #stageBeganMs = 0
  #stopped = false
  /** The SSRC of the last packet that was taken. */
  #followed: number | null = null
  /** Over TCP nothing comes out of order, and nothing need wait. */
  inOrder = false

  constructor(media: RtspMedia, context: SourceContext, events: RtspTrackEvents) {
    this.#media = media
    this.#context = context
    this.#events = events
    this.#reception = new Reception(media.codec.clockRateHz)
    this.#reorder = new ReorderBuffer((arrived) => this.#guard(() => this.#onOrdered(arrived)))
    this.#forwarder = media.codec.name === 'h264' && fitsBySdp(media) ? this.#createForwarder() : null
    if (!this.#forwarder && media.codec.name !== 'opus') this.#startStage()
  }

  get described(): FeedTrack {
    return { sourceCodec: this.#media.codec.name, mode: this.#stage ? 'transcoded' : 'forwarded' }
  }

  get ssrc(): number | null {
    return this.#reception.ssrc
  }

  onRtp(packet: Buffer, arrivalMs: number): void {
    this.#guard(() => this.#takeRtp(packet, arrivalMs))
  }

  onRtcp(packet: Buffer, arrivalMs: number): void {
    this.#guard(() => this.#takeRtcp(packet, arrivalMs))
  }

  #takeRtp(packet: Buffer, arrivalMs: number): void {
    const header = parseRtpHeader(packet)
    if (header?.payloadType !== this.#media.codec.payloadType || !this.#reception.accept(header, arrivalMs))
      return
    if (this.#followed !== null && this.#followed !== header.ssrc && !this.#stage) {
      this.#context.sink.onTrackRestart?.(this.#media.kind)
    }
    this.#followed = header.ssrc
    const arrived = { packet, header, arrivalMs }
    if (this.inOrder) this.#onOrdered(arrived)
    else this.#reorder.push(arrived)
  }

  #takeRtcp(packet: Buffer, arrivalMs: number): void {
    for (const item of parseRtcp(packet)) {
      if (item.type !== 'sender_report') continue
      this.#reception.senderReport(item, arrivalMs)
      // A clock that was never set says zero; then arrivals are the better clock.
      if (item.ssrc === this.#reception.ssrc && item.compactNtp !== 0) {
        this.#onReading({ rtpTimestamp: item.rtpTimestamp, sourceMs: item.sourceMs, basis: 'sender_report' })
      }
    }
  }

  /** How far apart the camera's own key frames are, ms; null while that is not known. */
  get keyFramesEveryMs(): number | null {
    return this.#forwarder?.keyFramesEveryMs ?? null
  }

  /** RTP-Info: where the play began, on a clock that begins with it. */
  playedFrom(rtpTimestamp: number): void {
    this.#onReading({ rtpTimestamp, sourceMs: 0, basis: 'play_response' })
  }

  report(nowMs: number): Omit<ReceptionFields, 'ssrc' | 'cname'> | null {
    return this.#reception.report(nowMs)
  }

  /** True where a stage of ours makes the key frames, so that the camera need not be asked. */
  requestKeyFrame(): boolean {
    if (!this.#stage?.requestKeyFrame) return false
    this.#stage.requestKeyFrame()
    return true
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#reorder.close()
    await this.#stage?.stop()
  }

  /** The last line against hostile input: what still throws ends this source, not the server. */
  #guard(take: () => void): void {
    if (this.#stopped) return
    try {
      take()
    } catch (thrown) {
      this.#context.log.error({ err: thrown, kind: this.#media.kind }, 'a packet made the ingest throw')
      this.#events.onEnd('not_understood', 'a packet made the ingest throw')
    }
  }

  #onOrdered({ packet, header, arrivalMs }: Arrived): void {
    if (this.#stage) this.#stage.push(packet, arrivalMs)
    else if (this.#forwarder) this.#forwarder.push(packet, header, arrivalMs)
    else if (header.payloadEnd > header.payloadStart) {
      const out = packet.subarray(header.payloadStart - rtpHeaderBytes, header.payloadEnd)
      if (out.length > maxCarriedPacketBytes) return
      writeRtpHeader(out, header)
      this.#context.sink.onRtp('audio', out, arrivalMs)
    }
  }

  #onReading(reading: ClockReading): void {
    if (this.#stage) this.#stage.clock(reading)
    else this.#context.sink.onClock(this.#media.kind, reading)
  }

  #createForwarder(): H264Forwarder {
    const { sink, log } = this.#context
    return new H264Forwarder({
      parameterSets: this.#media.parameterSets,
      maxPacketBytes: maxCarriedPacketBytes,
      emit: (packet, arrivalMs) => sink.onRtp('video', packet, arrivalMs),
      onWaiting: () => this.#events.onKeyFrameWanted(),
      onUnfit: (reason) => {
        log.info({ reason }, 'the H.264 of this camera must be transcoded')
        this.#startStage()
        this.#events.onChange()
      },
    })
  }

  #startStage(): void {
    const { sink, clock, log, transcode } = this.#context
    const { kind, codec } = this.#media
    if (!transcode.readable[kind].includes(codec.name)) {
      // Told from a constructor's caller's turn, too: the source is then still opening.
      queueMicrotask(() => this.#events.onEnd('unsupported_codec', `${codec.name} needs transcoding`))
      return
    }
    if (this.#followed !== null) sink.onTrackRestart?.(kind)
    this.#stageBeganMs = clock.nowMs()
    let stage: TranscodeStage | null = null
    const mine = (): boolean => !this.#stopped && this.#stage === stage
    stage = transcode[kind](
      codec,
      {
        onRtp: (packet, arrivalMs) => {
          if (mine()) sink.onRtp(kind, packet, arrivalMs)
        },
        onClock: (reading) => {
          if (mine()) sink.onClock(kind, reading)
        },
        onEnd: (fault, detail) => {
          if (mine()) this.#onStageEnd(fault, detail)
        },
      },
      { clock, log },
    )
    this.#stage = stage
  }

  #onStageEnd(fault: FeedFault, detail: string): void {
    const proved = this.#context.clock.nowMs() - this.#stageBeganMs > stageProvedMs
    if (!proved) {
      this.#events.onEnd(fault, detail)
      return
    }
    this.#context.log.warn(
      { fault, detail, kind: this.#media.kind },
      'a transcode stage ended and is replaced',
    )
    this.#stage
      ?.stop()
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'stage did not stop'))
    this.#startStage()
  }
}

/** What the SDP says; parameter sets that come in-band are judged when they come. */
function fitsBySdp(media: RtspMedia): boolean {
  return media.parameterSets
    .filter((nal) => nalTypeOf(nal) === nalType.sps)
    .every((nal) => {
      const parameters = parseSequenceParameters(nal)
      return parameters === null || whyNotForWebRtc(parameters) === null
    })
}
