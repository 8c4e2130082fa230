import { mkdtemp } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Admit } from '@press-gallery/server/access/gate'
import { DomainError } from '@press-gallery/server/protocol/errors'
import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import type { MediaClock } from '@press-gallery/server/protocol/signalling'
import { openAttendanceRig } from '@press-gallery/server/hearings/testing/attendance-rig'
import { createSocketServer, type SignallingServer } from '@press-gallery/server/realtime/socket-server'
import { createWatchNamespace, type WatchNamespace } from '@press-gallery/server/realtime/watch-namespace'
import { createSfu } from '@press-gallery/server/sfu/create-sfu'
import type { Sfu } from '@press-gallery/server/sfu/sfu'
import { observeViewers, type ObservedViewers } from '@press-gallery/server/sfu/testing/observed-viewers'
import { startRtpPublisher, type RtpPublisher } from '@press-gallery/server/sfu/testing/rtp-publisher'
import type { StripClip } from '@press-gallery/server/sfu/testing/strip-clip'
import express from 'express'
import type { Logger } from 'pino'
import { build } from 'vite'

/** A server with one courtroom and one hearing, in which a clip is being sent, and the page that plays it. */
export interface WebRtcRig {
  readonly url: string
  readonly hearingId: string
  readonly sfu: Sfu
  readonly publisher: RtpPublisher
  readonly viewers: ObservedViewers
  /** A token that this rig's gate admits until then, ms since the epoch. */
  token(expiresAtMs: number): { token: string; expiresAtMs: number }
  /** Tells viewers from now on that the sound was taken so much later than its timestamps would have it, ms. */
  soundLater(ms: number): void
  /** Ends what listens, and comes back at the same address after `run`. */
  restartSignalling(): Promise<void>
  stop(): Promise<void>
}

const hearingId = 'hearing-1'
const courtroomId = 'courtroom-1'
const status: FeedStatus = {
  state: 'live',
  fault: null,
  sinceMs: 0,
  nextTryMs: null,
  video: { sourceCodec: 'h264', mode: 'forwarded' },
  audio: { sourceCodec: 'opus', mode: 'forwarded' },
}

/** A gate of one kind of token: `<hearing>:<end in ms>`. */
const admit: Admit = async (token, asked) => {
  await Promise.resolve()
  const [hearing, ends] = (token ?? '').split(':')
  const expiresAtMs = Number(ends)
  if (hearing !== asked || asked !== hearingId || !Number.isFinite(expiresAtMs))
    throw new DomainError('refused', 'not this rig’s token')
  if (expiresAtMs <= Date.now()) throw new DomainError('token_expired', 'it has ended')
  return { hearingId: asked, subjectId: 'viewer', role: 'technician', tokenId: `${ends}`, expiresAtMs }
}

/** The page that plays it, built; the folder is the caller's to remove. */
export async function buildWebRtcPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'press-gallery-page-'))
  await build({
    root: fileURLToPath(new URL('webrtc-page', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, minify: false },
  })
  return outDir
}

export async function startWebRtcRig(pageDir: string, clip: StripClip, log: Logger): Promise<WebRtcRig> {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN']
  const viewers = observeViewers()
  const sfu = await createSfu({
    ...(workerBin === undefined ? {} : { workerBin }),
    workerCount: 1,
    listen: { addresses: [{ ip: '127.0.0.1' }], port: 0 },
    log,
  })
  const publisher = await startRtpPublisher(clip)
  await sfu.openCourtroom({
    courtroomId,
    relay: publisher.relay,
    onEndpoint: (endpoint) => publisher.publishTo(endpoint),
  })
  sfu.setOnAir(courtroomId, true)
  const rig = await openAttendanceRig({ hearingId, log })
  // Of staff, so that several pages of one test watch at once.
  rig.rights = () => 'technician'

  let mediaClock = publisher.mediaClock
  const clockListeners = new Set<(clock: MediaClock) => void>()
  const onMediaClock = (listener: (clock: MediaClock) => void): (() => void) => {
    listener(mediaClock)
    clockListeners.add(listener)
    return () => clockListeners.delete(listener)
  }

  let signalling = await listen(0)
  const { port } = signalling

  async function listen(onPort: number): Promise<Listening> {
    const app = express()
    app.use(express.static(pageDir))
    const http = createServer(app)
    const io = createSocketServer(http)
    const watch = createWatchNamespace({
      io,
      sfu,
      admit,
      attendance: rig.attendance,
      feeds: (id) =>
        id === hearingId ? { courtroomId, status, onStatus: () => () => undefined, onMediaClock } : null,
      clock: () => Date.now(),
      log,
    })
    await new Promise<void>((resolve) => http.listen(onPort, '127.0.0.1', resolve))
    return { http, io, watch, port: portOf(http) }
  }

  return {
    url: `http://127.0.0.1:${port}/`,
    hearingId,
    sfu,
    publisher,
    viewers,
    token: (expiresAtMs) => ({ token: `${hearingId}:${expiresAtMs}`, expiresAtMs }),
    soundLater(ms) {
      const { video, audio } = publisher.mediaClock
      mediaClock = { video, audio: audio + ms * 48 }
      for (const listener of clockListeners) listener(mediaClock)
    },
    async restartSignalling() {
      await end(signalling)
      signalling = await listen(port)
    },
    async stop() {
      await end(signalling)
      viewers.stop()
      await rig.stop()
      await publisher.stop()
      await sfu.stop()
    },
  }
}

interface Listening {
  http: Server
  io: SignallingServer
  watch: WatchNamespace
  port: number
}

async function end({ watch, io, http }: Listening): Promise<void> {
  watch.stop()
  http.closeAllConnections()
  await io.close()
}

function portOf(http: Server): number {
  const address: AddressInfo | string | null = http.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
