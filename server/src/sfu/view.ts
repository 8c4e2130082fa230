import type { types } from 'mediasoup'
import type { CatchUp } from './catch-up.ts'
import type { View, ViewedTrack, ViewEnd, ViewRequest } from './sfu.ts'

/** A viewer whose browser has not completed DTLS by then never will. */
const connectTimeoutMs = 20_000
/** How long without a STUN consent (RFC 7675) before a viewer counts as gone, seconds. */
const iceConsentTimeoutS = 15
/**
 * How long after its pictures a viewer's sound begins. The burst of a catch-up keeps a browser busy: sound that comes
 * meanwhile piles up, and stays late by a tenth of a second for as long as the browser takes to shrink its buffer.
 */
const soundAfterBurstMs = 250

export interface ViewSource {
  router: types.Router
  webRtcServer: types.WebRtcServer
  producers: readonly types.Producer[]
  /** A catch-up for this viewer; null where there is, or may be, no group of pictures to begin from. */
  openCatchUp: () => Promise<CatchUp | null>
  startCatchUp: (catchUp: CatchUp) => void
}

export interface OwnedView extends View {
  readonly standsBy: boolean
  readonly isPreview: boolean
  /** Ends it from this side, and says why to whoever listens. */
  end(reason: ViewEnd): void
}

/** Builds one viewer's transport and consumers, already connected to the viewer's certificate. */
export async function openView(
  source: ViewSource,
  request: ViewRequest,
  onClosed: () => void,
): Promise<OwnedView> {
  const [transport, catchUp] = await bothOrNone(openTransport(source), openCatchUp(source, request))

  const listeners: ((reason: ViewEnd) => void)[] = []
  let closed = false
  let ended: ViewEnd | undefined
  let { standBy } = request
  let connected = false
  let laterSounds: types.Consumer[] = []
  const close = (): void => {
    if (closed) return
    closed = true
    clearTimeout(connecting)
    clearTimeout(soundStart)
    catchUp?.close()
    transport.close()
    onClosed()
  }
  const end = (reason: ViewEnd): void => {
    if (closed) return
    ended = reason
    close()
    for (const listener of listeners) listener(reason)
  }
  let soundStart: NodeJS.Timeout | undefined
  const letFlow = (): void => {
    if (!catchUp || !connected || standBy || soundStart) return
    source.startCatchUp(catchUp)
    soundStart = setTimeout(() => {
      // A viewer who sees and does not hear would be the worst of all.
      Promise.all(laterSounds.map((sound) => sound.resume())).catch(() => end('connection_lost'))
    }, soundAfterBurstMs)
  }
  const connecting = setTimeout(() => end('connection_lost'), connectTimeoutMs)

  transport.on('dtlsstatechange', (state) => {
    if (state === 'connected') {
      clearTimeout(connecting)
      connected = true
      letFlow()
    } else if (state === 'failed' || state === 'closed') end('connection_lost')
  })
  transport.on('icestatechange', (state) => {
    if (state === 'disconnected' || state === 'closed') end('connection_lost')
  })
  transport.on('listenserverclose', close)

  try {
    const consume = (producer: types.Producer): Promise<types.Consumer> =>
      transport.consume({
        producerId: producer.id,
        rtpCapabilities: request.rtpCapabilities,
        paused: request.standBy || (catchUp !== null && producer.kind === 'audio'),
      })
    const [, consumers, catchUpConsumer] = await Promise.all([
      transport.connect({
        dtlsParameters: {
          role: 'client',
          fingerprints: [{ algorithm: 'sha-256', value: request.fingerprint }],
        },
      }),
      Promise.all(source.producers.map(consume)),
      catchUp ? consume(catchUp.producer) : null,
    ])
    if (catchUp) laterSounds = consumers.filter(({ kind }) => kind === 'audio')
    const atOnce = catchUpConsumer
      ? [catchUpConsumer, ...consumers.filter(({ kind }) => kind === 'video')]
      : consumers
    return {
      get standsBy() {
        return standBy
      },
      isPreview: request.preview,
      transport: {
        id: transport.id,
        iceParameters: transport.iceParameters,
        iceCandidates: transport.iceCandidates,
        dtlsParameters: transport.dtlsParameters,
      },
      consumers: consumers.map(viewedTrack),
      catchUp: catchUpConsumer ? viewedTrack(catchUpConsumer) : null,
      async start() {
        if (!standBy || closed) return
        standBy = false
        // In this order: the worker takes what comes for a paused consumer as not wanted.
        const resumed = Promise.all(atOnce.map((consumer) => consumer.resume()))
        letFlow()
        try {
          await resumed
        } catch (error) {
          // Whoever closed it meanwhile has said why.
          if (!closed) throw error
        }
      },
      closeCatchUp: () => catchUp?.close(),
      close,
      end,
      onEnd: (listener) => {
        const reason = ended
        if (reason === undefined) listeners.push(listener)
        // It ended before anyone could listen.
        else queueMicrotask(() => listener(reason))
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

const openTransport = ({ router, webRtcServer }: ViewSource): Promise<types.WebRtcTransport> =>
  router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    iceConsentTimeout: iceConsentTimeoutS,
  })

const openCatchUp = async (source: ViewSource, request: ViewRequest): Promise<CatchUp | null> =>
  request.catchUp ? source.openCatchUp() : null

/** Where one of the two fails, as when the session is closed at that moment, nobody else would close the other. */
async function bothOrNone<One extends Closeable, Other extends Closeable | null>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<[One, Other]> {
  try {
    return await Promise.all([one, other])
  } catch (error) {
    for (const opened of await Promise.allSettled([one, other]))
      if (opened.status === 'fulfilled') opened.value?.close()
    throw error
  }
}

interface Closeable {
  close(): void
}

function viewedTrack({ id, producerId, kind, rtpParameters }: types.Consumer): ViewedTrack {
  return { id, producerId, kind, rtpParameters }
}
