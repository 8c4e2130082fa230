import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { pino } from 'pino'
import { vi } from 'vitest'
import type { FeedFault, FeedState, FeedStatus } from '../../protocol/feed.ts'
import { publisherRtp } from '../../sfu/publisher-rtp.ts'
import { createSystemClock } from '../clock.ts'
import { createFeed, type SwitchableFeed } from '../create-feed.ts'
import type { TrackKind } from '../feed.ts'
import { rtspSource } from '../rtsp-source.ts'
import { parseRtcp } from '../rtp/rtcp.ts'
import { looksLikeRtcp, parseRtpHeader } from '../rtp/rtp-header.ts'
import { sequenceDistance, timestampDistance } from '../rtp/wrapping.ts'
import type { SourceFactories, SourceSettings, Transcoders } from '../source.ts'

/** Room for what comes while a busy test host does something else. */
const receiveBufferBytes = 4_000_000

export interface Published {
  kind: TrackKind
  packet: Buffer
  sequence: number
  timestamp: number
  atMs: number
}

/** A feed with a socket in the SFU's place, which keeps what is published and finds every break in it. */
export interface FeedUnderTest {
  feed: SwitchableFeed
  statuses: FeedStatus[]
  published: Published[]
  reports: { kind: TrackKind; rtpTimestamp: number; utcMs: number }[]
  /** Numbers or timestamps that did not go on. */
  breaks: string[]
  count(kind: TrackKind): number
  /** Waits until the status is so. */
  becomes(state: FeedState, fault: FeedFault | null, timeoutMs?: number): Promise<FeedStatus>
  /** Waits for so many more packets of each kind. */
  flows(packets: number, kinds?: readonly TrackKind[], timeoutMs?: number): Promise<void>
  /** UTC of a published packet by the latest report of its track, ms. */
  utcOf(one: Published): number
  stop(): Promise<void>
}

const notHere = (): never => {
  throw new Error('not a source of this test')
}
const noTranscoders: Transcoders = { audio: notHere, video: notHere, readable: { audio: [], video: [] } }

/** In the place of the usual ones. */
export interface FeedParts {
  sources?: Partial<SourceFactories>
  transcode?: Transcoders
}

export async function startFeed(source: SourceSettings, parts: FeedParts = {}): Promise<FeedUnderTest> {
  const sfu = await boundSocket()
  const feed = createFeed({
    courtroomId: 'c1',
    source,
    publisherRtp: publisherRtp,
    sources: { rtsp: rtspSource, file: notHere, test: notHere, ...parts.sources },
    transcode: parts.transcode ?? noTranscoders,
    clock: createSystemClock(),
    log: pino({ level: 'silent' }),
  })
  const statuses: FeedStatus[] = []
  const published: Published[] = []
  const reports: FeedUnderTest['reports'] = []
  const breaks: string[] = []
  const last = new Map<TrackKind, Published>()

  sfu.on('message', (packet) => {
    if (looksLikeRtcp(packet)) {
      for (const item of parseRtcp(packet)) {
        if (item.type !== 'sender_report') continue
        reports.push({ kind: kindOf(item.ssrc), rtpTimestamp: item.rtpTimestamp, utcMs: item.sourceMs })
      }
      return
    }
    const header = parseRtpHeader(packet)
    if (!header) {
      breaks.push('no RTP')
      return
    }
    const kind = kindOf(header.ssrc)
    const { sequence, timestamp } = header
    const one = { kind, packet, sequence, timestamp, atMs: performance.timeOrigin + performance.now() }
    const before = last.get(kind)
    if (before && sequenceDistance(before.sequence, sequence) !== 1) breaks.push(`${kind} sequence`)
    if (before && timestampDistance(before.timestamp, timestamp) < 0) breaks.push(`${kind} timestamp`)
    last.set(kind, one)
    published.push(one)
  })

  feed.onStatus((status) => statuses.push(status))
  await feed.start()
  feed.publishTo({ address: '127.0.0.1', port: sfu.address().port })

  const count = (kind: TrackKind): number => published.filter((one) => one.kind === kind).length
  return {
    feed,
    statuses,
    published,
    reports,
    breaks,
    count,
    becomes: (state, fault, timeoutMs = 15_000) =>
      vi.waitFor(
        () => {
          const { status } = feed
          if (status.state !== state || status.fault !== fault) {
            throw new Error(`is ${status.state} ${status.fault}, not ${state} ${fault}`)
          }
          return status
        },
        { timeout: timeoutMs, interval: 20 },
      ),
    flows: async (packets, kinds = ['video', 'audio'], timeoutMs = 15_000) => {
      const wanted = kinds.map((kind) => ({ kind, until: count(kind) + packets }))
      await vi.waitFor(
        () => {
          for (const { kind, until } of wanted) if (count(kind) < until) throw new Error(`no ${kind}`)
        },
        { timeout: timeoutMs, interval: 20 },
      )
    },
    utcOf: (one) => {
      const report = reports.findLast(({ kind }) => kind === one.kind)
      if (!report) throw new Error('no report yet')
      const perMs = publisherRtp[one.kind].clockRateHz / 1000
      return report.utcMs + timestampDistance(report.rtpTimestamp, one.timestamp) / perMs
    },
    stop: async () => {
      await feed.stop()
      sfu.close()
      await once(sfu, 'close')
    },
  }
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: receiveBufferBytes })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}

function kindOf(ssrc: number): TrackKind {
  return ssrc === publisherRtp.video.ssrc ? 'video' : 'audio'
}
