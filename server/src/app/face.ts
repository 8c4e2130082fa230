import { parseCookie } from 'cookie'
import type { Logger } from 'pino'
import { createAdmit } from '../access/admit.ts'
import { createAdmitPreview } from '../access/preview-right.ts'
import { createHearingTokens } from '../access/hearing-token.ts'
import { openKeyRing } from '../access/key-ring.ts'
import { createLastKnown } from '../access/last-known.ts'
import type { SignedIn } from '../access/rights.ts'
import { rotateOnRecord } from '../access/rotate-on-record.ts'
import { sealingKey } from '../access/sealed-secret.ts'
import { readSealingKeys } from '../access/sealing-keys.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Config } from '../config.ts'
import { inTime } from '../in-time.ts'
import { createRegion } from '../hearings/region.ts'
import { segmentLogDir } from '../hearings/recordings.ts'
import { isOnAir } from '../hearings/state-machine.ts'
import { createHls } from '../hls/create-hls.ts'
import { cookieNames } from '../http/cookies.ts'
import { createHttpApp } from '../http/http-app.ts'
import { createHttpServer } from '../http/http-server.ts'
import { createOriginCheck } from '../http/origin-check.ts'
import { createMetrics } from '../metrics.ts'
import type { Owner } from '../owner.ts'
import { createDeskNamespace } from '../realtime/desk-namespace.ts'
import { createDevicesNamespace } from '../realtime/devices-namespace.ts'
import { createPreviewNamespace } from '../realtime/preview-namespace.ts'
import { countSockets, createSocketServer } from '../realtime/socket-server.ts'
import { createWatchNamespace } from '../realtime/watch-namespace.ts'
import type { Store } from '../store/open-store.ts'
import { courtsOf } from './courts-of.ts'
import { startHealth } from './health.ts'
import type { HearingParts } from './hearings.ts'
import type { MediaParts } from './media.ts'
import type { PeopleAndRights } from './people.ts'

/** A load balancer does not wait longer for `/readyz`. */
const readyWithinMs = 2500

export interface FaceOptions {
  config: Config
  store: Store
  audit: AuditLog
  media: MediaParts
  people: PeopleAndRights
  hearings: HearingParts
  clientDir: string
  nowMs: () => number
  log: Logger
  owner: Owner
}

/** What people and programs meet: HTTP and sockets, behind the gate. Returns where browsers open it. */
export async function startFace(options: FaceOptions): Promise<string> {
  const { config, store, audit, media, people, hearings, clientDir, nowMs, log, owner } = options
  const { database } = store
  const { sfu, courtrooms, recordings } = media
  const keys = openKeyRing(config.dataDir, nowMs, log)
  const tokens = createHearingTokens({ keys, issuer: config.issuer, lifetimeS: config.tokenLifetimeS, nowMs })
  const admit = createAdmit({
    tokens,
    rights: people.rights,
    bars: hearings.bars,
    isSignedIn: (sessionId) => people.sessions.isAlive(sessionId),
    // An order to close cuts the media before it is written, and whatever can't be written keeps nobody in.
    isOnAir: async (hearingId) => {
      const hearing = await hearings.hearings.find(hearingId)
      return (
        hearing !== undefined && isOnAir(hearing.state) && hearings.onAir.courtroomOf(hearingId) !== undefined
      )
    },
    nowMs,
    log,
  })

  const signedIn = createLastKnown({ ...people, nowMs })

  /** There once the sockets are. */
  let socketCounts: (() => Record<string, number>) | null = null
  const { app } = createHttpApp({
    ...people,
    ...hearings,
    database,
    admit,
    signedIn,
    courtsOf: courtsOf({ ...people, ...hearings }),
    underWayIn: (hearingId) => hearings.onAir.hearing(hearingId),
    region: createRegion({
      database,
      feedStatus: hearings.feedStatus,
      recordingState: hearings.recordingState,
      attendanceNow: (hearingId) => hearings.attendance.now(hearingId),
      isOnline: (deviceId) => people.devicePresence.of(deviceId).online,
      nowMs,
    }),
    serverHealth: startHealth({ ...options, sockets: () => socketCounts?.() ?? {} }),
    rotateKeys: (actorId) =>
      rotateOnRecord({ database, audit, dataDir: config.dataDir, actorId, nowMs: nowMs() }),
    sealingKeys: () => readSealingKeys(database),
    tokens,
    keys,
    nowMs,
    log,
    clientDir,
    undertakingNeeded: (personId, courtId) => people.undertakings.needed(personId, courtId),
    mayHaveWatched: async (personId) => {
      const person = await people.people.find(personId)
      return person === undefined ? [] : hearings.pressList.idsNow(person)
    },
    sealingKey: () => sealingKey(config.dataDir),
    cookies: { secure: config.secureCookies },
    metricsToken: config.metricsToken,
    isOurs: createOriginCheck(config.allowedOrigins),
    trustProxy: config.trustProxy,
    hls: createHls({ logDir: (hearingId) => segmentLogDir(config.dataDir, hearingId), nowMs }),
    metrics: createMetrics({
      feedStates: () => courtrooms.feeds.map((feed) => feed.status.state),
      sfu: async () => {
        const [stats, held] = await Promise.all([sfu.stats(), sfu.held()])
        return { ...stats, workers: stats.workers.length, held }
      },
      sockets: () => socketCounts?.() ?? {},
      recordings: () => recordings.list(),
    }),
    readiness: async () => ({
      sfu: ((await inTime(sfu.stats(), readyWithinMs))?.workers.length ?? 0) >= config.workerCount,
      recorder: recordings.areUp(),
      database: await store.isWritable(),
    }),
  })
  const http = createHttpServer(app, config.tls === null ? null : { files: config.tls, nowMs, log })
  owner.owns('http', () => http.stop(2000))
  const io = createSocketServer(http.server, { allowedOrigins: config.allowedOrigins })
  socketCounts = () => countSockets(io)
  const watch = createWatchNamespace({
    io,
    sfu,
    admit,
    attendance: hearings.attendance,
    feeds: (hearingId) => courtrooms.feed(hearings.onAir.courtroomOf(hearingId) ?? '') ?? null,
    clock: nowMs,
    log,
  })
  const sessionOf = async (header: string | undefined): Promise<SignedIn | undefined> => {
    const id = header === undefined ? undefined : parseCookie(header)[cookieNames.session]
    return id === undefined ? undefined : signedIn.find(id)
  }
  const staffSessionOf = async (header: string | undefined): Promise<SignedIn | undefined> => {
    const found = await sessionOf(header)
    return found?.device === null ? found : undefined
  }
  const desk = createDeskNamespace({
    io,
    rightsChanges: people.rightsChanges,
    sessionOf: staffSessionOf,
    courtOf: async (hearingId) => (await hearings.hearings.find(hearingId))?.courtId ?? null,
    attendance: hearings.attendance,
    log,
  })
  const preview = createPreviewNamespace({
    ...hearings,
    io,
    sfu,
    sessionOf: staffSessionOf,
    admitPreview: createAdmitPreview(async (id) => (await hearings.courts.courtroom(id))?.courtId),
    feeds: (courtroomId) => courtrooms.feed(courtroomId) ?? null,
    rightsChanges: people.rightsChanges,
    sessions: people.sessions,
    nowMs,
    log,
  })
  const devices = createDevicesNamespace({ ...people, ...hearings, io, sessionOf, log })
  const forget = people.sessions.onEnded(({ personId, sessionId }) => {
    watch.signedOut(personId, sessionId)
  })
  owner.owns('sockets', () => {
    forget()
    desk.stop()
    preview.stop()
    devices.stop()
    watch.stop()
    io.disconnectSockets(true)
    io.engine.close()
  })
  return http.listen(config.host, config.port)
}
