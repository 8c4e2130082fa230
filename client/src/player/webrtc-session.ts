import type { types } from 'mediasoup-client'
import { whenIdle } from '../browser/when-idle.ts'
import type { Joined, OfferedTrack } from './media-signalling.ts'
import type { WebRtcKit } from './webrtc-kit.ts'

/** One join: a connection to the SFU and the tracks that come over it. */
export interface WebRtcSession {
  readonly tracks: readonly MediaStreamTrack[]
  /** What this browser was told not to keep together, so that whoever plays it does (`lip-sync.ts`); null where it does. */
  readonly unsynced: { sound: RTCRtpReceiver; pictures: readonly RTCRtpReceiver[] } | null
  /** The real picture, which begins with the camera's next key frame. */
  readonly video: SessionTrack | null
  /** The picture to show until then. */
  readonly catchUp: SessionTrack | null
  /**
   * Has the browser's sound output running when the sound comes, whatever element plays it later: what comes before it runs
   * piles up. Nothing is heard of it. Idempotent.
   */
  openSoundOutput(): void
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
/** How long a connection that is not wanted any more may wait for the page to have nothing else to do, ms. */
const closeWithinMs = 5_000

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
  let received: readonly MediaStreamTrack[] = []
  const close = (): void => {
    over = true
    window.clearTimeout(disconnected)
    output.close()
    for (const track of received) track.stop()
    // Chromium keeps a connection in memory for good that is closed while a change of its state is still to be told.
    whenIdle(() => transport.close(), closeWithinMs)
  }

  const output = soundOutput()
  // Tracks of different streams are not held for each other. Only Chromium tells all that our own lip sync needs.
  const alone = device.handlerName.startsWith('Chrome')

  try {
    // In one go, so that mediasoup-client negotiates them all at once.
    const [consumers, catchUp] = await Promise.all([
      Promise.all(answer.consumers.map((offer) => consume(transport, offer, alone))),
      answer.catchUp ? consume(transport, answer.catchUp, alone) : null,
    ])
    const all = [...consumers, ...(catchUp ? [catchUp] : [])]
    received = all.map(({ track }) => track)
    for (const { rtpReceiver } of all) playAtOnce(rtpReceiver)
    const video = consumers.find(({ kind }) => kind === 'video')
    const sound = consumers.find(({ kind }) => kind === 'audio')?.rtpReceiver
    const pictures = [video, catchUp].flatMap((picture) => picture?.rtpReceiver ?? [])
    return {
      tracks: consumers.map(({ track }) => track),
      unsynced: alone && sound && pictures.length > 0 ? { sound, pictures } : null,
      video: video ? sessionTrack(video) : null,
      catchUp: catchUp ? sessionTrack(catchUp) : null,
      openSoundOutput: () => output.open(consumers.filter(({ kind }) => kind === 'audio')),
      stats: () => transport.getStats(),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

function soundOutput(): { open(consumers: readonly types.Consumer[]): void; close(): void } {
  let element: HTMLAudioElement | null = null
  return {
    open(consumers) {
      if (element !== null || consumers.length === 0) return
      element = new Audio()
      element.muted = true
      element.srcObject = new MediaStream(consumers.map(({ track }) => track))
      element.play().catch(() => undefined)
    },
    close() {
      if (element !== null) element.srcObject = null
    },
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
  alone: boolean,
): Promise<types.Consumer> {
  return transport.consume({ id, producerId, kind, rtpParameters, ...(alone ? { streamId: id } : {}) })
}

function sessionTrack(consumer: types.Consumer): SessionTrack {
  return { track: consumer.track, receiver: consumer.rtpReceiver ?? null, close: () => consumer.close() }
}

/** The browser keeps what the network's jitter needs, and nothing on top of it. */
function playAtOnce(receiver: RTCRtpReceiver | undefined): void {
  if (receiver && 'jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0
}
