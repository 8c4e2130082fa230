import { createPublicKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import pino from 'pino'
import { createAdmit } from '../src/access/admit.ts'
import type { DirectorySettings } from '../src/access/directory.ts'
import { createHearingTokens } from '../src/access/hearing-token.ts'
import { openKeyRing } from '../src/access/key-ring.ts'
import { createLastKnown } from '../src/access/last-known.ts'
import { hashPassword } from '../src/access/passwords.ts'
import { rotateOnRecord } from '../src/access/rotate-on-record.ts'
import { sealingKey } from '../src/access/sealed-secret.ts'
import { readSealingKeys } from '../src/access/sealing-keys.ts'
import { createTokenBars } from '../src/access/token-bars.ts'
import { courtsOf } from '../src/app/courts-of.ts'
import { startPeople } from '../src/app/people.ts'
import { createAuditLog } from '../src/audit/audit-log.ts'
import { importCourt } from '../src/court-import.ts'
import { createAttendance } from '../src/hearings/attendance.ts'
import { createCourtRemovals } from '../src/hearings/court-removals.ts'
import { createCourts } from '../src/hearings/courts.ts'
import { createDesk } from '../src/hearings/desk.ts'
import { createExplanations } from '../src/hearings/explanations.ts'
import { createHearings } from '../src/hearings/hearings.ts'
import { createOnAir } from '../src/hearings/on-air.ts'
import { createOrders } from '../src/hearings/orders.ts'
import { createPressList } from '../src/hearings/press-list.ts'
import { createPreviews } from '../src/hearings/previews.ts'
import { createRegion } from '../src/hearings/region.ts'
import { createRetirements } from '../src/hearings/retirements.ts'
import { createSchedule } from '../src/hearings/schedule.ts'
import { createSourceTests } from '../src/hearings/source-tests.ts'
import { standingOf } from '../src/hearings/standings.ts'
import { openUnwrittenClosings } from '../src/hearings/unwritten-closings.ts'
import { createHttpApp } from '../src/http/http-app.ts'
import { createHttpServer } from '../src/http/http-server.ts'
import { createOriginCheck } from '../src/http/origin-check.ts'
import type { Routes } from '../src/http/routes.ts'
import { createSystemClock } from '../src/ingest/clock.ts'
import { createMetrics } from '../src/metrics.ts'
import { createOwner } from '../src/owner.ts'
import type { FeedStatus } from '../src/protocol/feed.ts'
import { sources, transcoders } from '../src/source-kinds.ts'
import { openTestStore } from '../src/store/testing/stores.ts'
import type { Database } from '../src/store/open-store.ts'
import type { Forgery } from './bad-tokens.ts'
import { healthOf } from './health-of.ts'
import { testCourt } from './test-court.ts'

export const segment = { name: 'segment-0.m4s', content: 'a segment' }
/** Of every account of `test-court.ts`. */
export const password = 'a password for tests'

export interface HttpFixture {
  url: string
  app: Express
  routes: Routes
  database: Database
  personId(login: string): string
  /** The clock that tokens and sessions go by. */
  clock: { nowMs: number }
  /** To forge with. */
  forgery(): Forgery
  parts: Record<string, boolean>
  /** What HLS has of each hearing; null: nothing was recorded yet. */
  hls: { playlist: string | null }
  request(path: string, init?: RequestInit): Promise<Response>
  signIn(login: string): Promise<string>
  /** The session cookie of a new display of the court. */
  pairScreen(): Promise<string>
  stop(): Promise<void>
}

/** What stands in front, and beside. */
interface Behind {
  secure: boolean
  trustProxy: string[]
  directory: DirectorySettings | null
}

const recordingState = () => 'recording' as const

/** The HTTP face with the real parts behind it, all but media: a court with two hearings on the air, and a segment on disk. */
export async function startHttp({
  secure = false,
  trustProxy = [],
  directory = null,
}: Partial<Behind> = {}): Promise<HttpFixture> {
  // With a dot, as in `~/.local/share`.
  const folder = mkdtempSync(join(tmpdir(), '.press-gallery-http-'))
  const log = pino({ level: 'silent' })
  const clock = { nowMs: Date.now() }
  const nowMs = (): number => clock.nowMs
  const clientDir = join(folder, 'client')
  mkdirSync(join(clientDir, 'assets'), { recursive: true })
  writeFileSync(join(clientDir, 'index.html'), '<!doctype html><title>Press Gallery</title>')
  writeFileSync(join(clientDir, 'assets', 'main-0a1b2c.js'), 'export {}')
  const segmentPath = join(folder, segment.name)
  writeFileSync(segmentPath, segment.content)

  const keys = openKeyRing(folder, nowMs, log)
  const tokens = createHearingTokens({ keys, issuer: 'press-gallery', lifetimeS: 600, nowMs })
  const store = await openTestStore()
  const { database } = store
  const audit = createAuditLog(nowMs)
  const config = { dataDir: folder, sessionLifetimeS: 3600, mail: null, directory }
  const owner = createOwner(log, 1000)
  const people = await startPeople({ config, database, audit, nowMs, log, owner })
  const court = testCourt(await hashPassword(password))
  await importCourt(court, { database, audit, sealingKey: sealingKey(folder), nowMs })
  const live = database.updateTable('hearings').where('id', 'in', ['hearing-1', 'hearing-2'])
  await live.set({ state: 'live', version: 1 }).execute()
  const ids = await database.selectFrom('people').select(['login', 'id']).execute()
  const personId = (login: string): string => ids.find((person) => person.login === login)?.id ?? ''

  const feed: FeedStatus = {
    state: 'live',
    fault: null,
    sinceMs: 0,
    nextTryMs: null,
    video: null,
    audio: null,
  }
  const feedStatus = (): FeedStatus => feed
  const courts = createCourts(database, audit)
  const hearings = createHearings(database)
  const bars = createTokenBars(nowMs)
  const attendance = createAttendance({
    ...people,
    database,
    audit,
    bars,
    standingOf: async (id) => {
      const hearing = await hearings.find(id)
      return hearing === undefined ? null : standingOf(hearing, courts)
    },
    soundPublished: () => true,
    nowMs,
    log,
  })
  const onAir = createOnAir({
    setOnAir: () => undefined,
    letPreview: () => undefined,
    record: () => undefined,
    tell: (id, standing) => attendance.tell(id, standing),
    log,
  })
  const explanations = createExplanations({ database, audit, nowMs })
  const schedule = createSchedule({ database, audit, nowMs, rightsChanged: () => undefined })
  const parts: Record<string, boolean> = { sfu: true, database: true }
  const hls: HttpFixture['hls'] = { playlist: '#EXTM3U\n' }
  const sourceTests = createSourceTests({
    database,
    audit,
    courts,
    onAir,
    sealingKey: () => sealingKey(folder),
    sources,
    transcode: transcoders,
    clock: createSystemClock(),
    log,
  })
  const { app, routes } = createHttpApp({
    ...people,
    database,
    admit: createAdmit({
      tokens,
      rights: people.rights,
      bars,
      isSignedIn: (sessionId) => people.sessions.isAlive(sessionId),
      isOnAir: async (id) => (await hearings.find(id))?.state === 'live',
      nowMs,
      log,
    }),
    signedIn: createLastKnown({ ...people, nowMs }),
    courtsOf: courtsOf({ ...people, hearings, courts }),
    underWayIn: (id) => onAir.hearing(id),
    onAir,
    courts,
    hearings,
    attendance,
    schedule,
    sourceTests,
    previews: createPreviews({ database, audit, feed: () => undefined, onAir, nowMs, log }),
    explanations,
    orders: createOrders({
      database,
      audit,
      courts,
      onAir,
      unwritten: openUnwrittenClosings(join(folder, 'unwritten-closings.json'), log),
      nowMs,
      log,
    }),
    desk: createDesk({ database, courts, hearings, schedule, feedStatus, recordingState, nowMs }),
    followCourtroom: () => Promise.resolve(),
    courtRemovals: createCourtRemovals(database, audit),
    retirements: createRetirements({ database, audit, nowMs }),
    courtChanged: () => undefined,
    sealingKey: () => sealingKey(folder),
    pressList: createPressList({
      ...people,
      hearings,
      courts,
      explanations,
      feedStatus,
      recordingState,
      nowMs,
    }),
    undertakingNeeded: (id, courtId) => people.undertakings.needed(id, courtId),
    mayHaveWatched: () => Promise.resolve(['hearing-1', 'hearing-2']),
    region: createRegion({
      database,
      feedStatus,
      recordingState: () => 'recording',
      attendanceNow: (id) => attendance.now(id),
      isOnline: (deviceId) => people.devicePresence.of(deviceId).online,
      nowMs,
    }),
    serverHealth: healthOf({ database, dataDir: folder, parts, nowMs, isWritable: () => store.isWritable() }),
    rotateKeys: (actorId) => rotateOnRecord({ database, audit, dataDir: folder, actorId, nowMs: nowMs() }),
    sealingKeys: () => readSealingKeys(database),
    tokens,
    keys,
    nowMs,
    log,
    clientDir,
    trustProxy,
    cookies: { secure },
    metricsToken: 'a-token-for-metrics',
    isOurs: createOriginCheck(['https://press.example']),
    hls: {
      playlist: () => Promise.resolve(hls.playlist),
      file: (_id, name) =>
        Promise.resolve(name === segment.name ? { path: segmentPath, contentType: 'video/mp4' } : null),
    },
    metrics: createMetrics({
      feedStates: () => ['live', 'reconnecting'],
      sfu: () =>
        Promise.resolve({
          workers: 2,
          publishedBitrateBps: { 'room-1': 2e6 },
          viewers: { 'room-1': 3 },
          previews: {},
          standBys: { 'room-1': 1 },
          held: { routers: 1, transports: 6, producers: 2, consumers: 7 },
        }),
      sockets: () => ({ '/watch': 3 }),
      recordings: () => [{ hearingId: 'hearing-1', recording: true, lagS: 1.5 }],
    }),
    readiness: () => Promise.resolve(parts),
  })
  const http = createHttpServer(app, null)
  const url = await http.listen('127.0.0.1', 0)
  const request = (path: string, init?: RequestInit): Promise<Response> => fetch(`${url}${path}`, init)

  return {
    url,
    app,
    routes,
    database,
    personId,
    clock,
    parts,
    hls,
    request,
    forgery: () => {
      const { kid, privateKey } = keys.signing()
      return {
        kid,
        privateKey,
        publicPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }),
        issuer: 'press-gallery',
        hearingId: 'hearing-1',
        otherHearingId: 'hearing-2',
        subjectId: personId('journalist'),
        strangerId: personId('stranger'),
        nowMs: nowMs(),
      }
    },
    async signIn(login) {
      const answer = await request('/api/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login, password }),
      })
      return cookieOf(answer, 'pg_session')
    },
    async pairScreen() {
      const { secret, code } = await people.pairings.begin('screen', '')
      await people.devices.pair(
        'court-1',
        { code, name: 'Screen', courtroomId: null },
        personId('technician'),
      )
      const answer = await request('/api/pairings/mine', { headers: { Cookie: `pg_pairing=${secret}` } })
      return cookieOf(answer, 'pg_session')
    },
    async stop() {
      await sourceTests.stop()
      await http.stop(500)
      await attendance.stop()
      await owner.stop()
      await store.end()
      await rm(folder, { recursive: true })
    },
  }
}

/** `name=value` of a cookie that an answer sets, or an empty text. */
export function cookieOf(answer: Response, name: string): string {
  const set = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`))
  return set?.split(';')[0] ?? ''
}
