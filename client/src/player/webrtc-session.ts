import type { types } from 'mediasoup-client'
import type { Joined, OfferedTrack } from './signalling.ts'
import type { WebRtcKit } from './webrtc-kit.ts'

/** One join: a connection to the SFU and the tracks that come over it. */
export interface WebRtcSession {
  readonly tracks: readonly MediaStreamTrack[]
  /** The real picture, which begins with the camera's next key frame. */
  readonly video: SessionTrack | null
  /** The picture to show until then. */
  readonly catchUp: SessionTrack | null
  stats(): Promise<RTCStatsReport>
  /** Idempotent; ends the tracks. */
  close(): void
}

export interface SessionTrack {
  readonly track: MediaStreamTrack
  readonly receiver: RTCRtpReceiver | null
  close(): void
}

/** How long a connection may be without consent (RFC 7675) before it counts as lost, ms. */
const disconnectedMs = 3_000

/** Takes the server's answer; resolves once the tracks exist, before media flow. `onLost` is called at most once. */
export async function openWebRtcSession(
  { device, certificate }: WebRtcKit,
  answer: Joined,
  onLost: () => void,
): Promise<WebRtcSession> {
  const transport = device.createRecvTransport({
    ...answer.transport,
    additionalSettings: { certificates: [certificate] },
  })
  skipProbation(transport)
  // The server knows our certificate from the join, so there is nothing left to tell it.
  transport.on('connect', (_, done) => done())

  let disconnected: number | undefined
  let over = false
  const lose = (): void => {
    if (over) return
    over = true
    onLost()
  }
  transport.on('connectionstatechange', (state) => {
    window.clearTimeout(disconnected)
    if (state === 'failed') lose()
    else if (state === 'disconnected') disconnected = window.setTimeout(lose, disconnectedMs)
  })
  const close = (): void => {
    over = true
    window.clearTimeout(disconnected)
    transport.close()
  }

  try {
    // In one go, so that mediasoup-client negotiates them all at once.
    const [consumers, catchUp] = await Promise.all([
      Promise.all(answer.consumers.map((offer) => consume(transport, offer))),
      answer.catchUp ? consume(transport, answer.catchUp) : null,
    ])
    for (const { rtpReceiver } of [...consumers, ...(catchUp ? [catchUp] : [])]) playAtOnce(rtpReceiver)
    const video = consumers.find(({ kind }) => kind === 'video')
    return {
      tracks: consumers.map(({ track }) => track),
      video: video ? sessionTrack(video) : null,
      catchUp: catchUp ? sessionTrack(catchUp) : null,
      stats: () => transport.getStats(),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/**
 * mediasoup-client makes room for bandwidth probing with a negotiation of its own right after the first, which stands in
 * the way of the first picture. Our SFU has one picture to give and never probes.
 */
function skipProbation({ handler }: types.Transport): void {
  const receive = handler.receive.bind(handler)
  handler.receive = async (tracks) => {
    const wanted = tracks.filter(({ trackId }) => trackId !== 'probator')
    return wanted.length > 0 ? receive(wanted) : []
  }
}

function consume(
  transport: types.Transport,
  { id, producerId, kind, rtpParameters }: OfferedTrack,
): Promise<types.Consumer> {
  return transport.consume({ id, producerId, kind, rtpParameters })
}

function sessionTrack(consumer: types.Consumer): SessionTrack {
  return { track: consumer.track, receiver: consumer.rtpReceiver ?? null, close: () => consumer.close() }
}

/** The browser keeps what the network's jitter needs, and nothing on top of it. */
function playAtOnce(receiver: RTCRtpReceiver | undefined): void {
  if (receiver && 'jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0
}
