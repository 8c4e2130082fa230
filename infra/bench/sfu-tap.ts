import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Feed, FeedTap, TrackKind } from '@press-gallery/server/ingest/feed'
import { parseRtcp } from '@press-gallery/server/ingest/rtp/rtcp'
import { looksLikeRtcp } from '@press-gallery/server/ingest/rtp/rtp-header'
import { Owner } from './owner.ts'
import type { SfuLeg } from './sfu-leg.ts'

const kinds: readonly TrackKind[] = ['video', 'audio']
const receiveBufferBytes = 4_194_304

/** The same tap as the relay's, fed by the SFU's plain consumers and its sender reports. */
export interface SfuTap extends Pick<Feed, 'tap'> {
  stop(): Promise<void>
}

/**
 * Media is held until both tracks have had a sender report, since the recorder can't place it before: so nothing of
 * the start is lost, however long the SFU takes with its first reports.
 */
export async function startSfuTap(leg: SfuLeg): Promise<SfuTap> {
  const owner = new Owner()
  const taps = new Set<FeedTap>()
  const reported = new Set<TrackKind>()
  let held: { kind: TrackKind; packet: Buffer }[] = []

  const receive = (kind: TrackKind, datagram: Buffer): void => {
    if (!looksLikeRtcp(datagram)) {
      if (reported.size < kinds.length) held.push({ kind, packet: datagram })
      else for (const tap of taps) tap.rtp(kind, datagram)
      return
    }
    for (const item of parseRtcp(datagram)) {
      if (item.type !== 'sender_report') continue
      for (const tap of taps) tap.clock(kind, item.rtpTimestamp, item.sourceMs)
      reported.add(kind)
    }
    if (reported.size < kinds.length) return
    for (const { kind: heldKind, packet } of held) for (const tap of taps) tap.rtp(heldKind, packet)
    held = []
  }

  for (const kind of kinds) {
    const socket = createSocket({ type: 'udp4', recvBufferSize: receiveBufferBytes })
    owner.own(socket, async (it) => {
      const closed = once(it, 'close')
      it.close()
      await closed
    })
    socket.on('message', (datagram) => receive(kind, datagram))
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const consumer = await leg.consume(kind, { rtpPort: socket.address().port, rtcpPort: null })
    await consumer.resume()
  }
  return {
    tap: (tap) => {
      taps.add(tap)
      return () => taps.delete(tap)
    },
    stop: () => owner.stop(),
  }
}
