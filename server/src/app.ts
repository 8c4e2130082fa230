import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { warmFfmpeg } from '@press-gallery/recorder/ffmpeg'
import type { Logger } from 'pino'
import { createAccounts } from './access/accounts.ts'
import { createAdmit } from './access/admit.ts'
import { createHearingTokens } from './access/hearing-token.ts'
import { openKeyRing } from './access/key-ring.ts'
import { sealingKey } from './access/sealed-secret.ts'
import { createSessions } from './access/sessions.ts'
import { createSignIn } from './access/sign-in.ts'
import { SettingsError, type Config } from './config.ts'
import { readCourtFile, type Court } from './court-file.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { openCourtrooms } from './hearings/courtrooms.ts'
import { createHearings } from './hearings/hearings.ts'
import { segmentLogDir, startRecordings } from './hearings/recordings.ts'
import { createHls } from './hls/create-hls.ts'
import { createHttpApp } from './http/http-app.ts'
import { createHttpServer } from './http/http-server.ts'
import { createOriginCheck } from './http/origin-check.ts'
import { createSystemClock } from './ingest/clock.ts'
import { createFeed } from './ingest/create-feed.ts'
import { createMetrics } from './metrics.ts'
import { createOwner, type Owner } from './owner.ts'
import { createSocketServer } from './realtime/socket-server.ts'
import { createWatchNamespace } from './realtime/watch-namespace.ts'
import { rtcAddresses } from './rtc-addresses.ts'
import { createSfu } from './sfu/create-sfu.ts'
import { publisherRtp } from './sfu/publisher-rtp.ts'
import { sources, transcoders } from './source-kinds.ts'

export interface App {
  /** Where browsers open it. */
  url: string
  stop(): Promise<void>
}

const nowMs = (): number => Date.now()

const clientDir = fileURLToPath(new URL('../../client/dist', import.meta.url))

/** Builds the parts and starts them, what others lean on first. What was started is stopped when a later part fails. */
export async function startApp(config: Config, log: Logger): Promise<App> {
  if (!existsSync(join(clientDir, 'index.html'))) {
    throw new SettingsError([
      'The web client is not built: run `npm run setup`, or `npm run build`, then start again.',
    ])
  }
  const court = readCourtFile(config.courtFile, () => sealingKey(config.dataDir))
  const owner = createOwner(log, 4000)
  try {
    const folder = openDataFolder(config.dataDir)
    owner.owns('data folder', () => folder.close())
    const media = await startMedia(config, court, log, owner)
    const url = await startFace(config, court, log, owner, folder, media)
    return { url, stop: () => owner.stop() }
  } catch (error) {
    await owner.stop()
    throw error
  }
}

type Media = Awaited<ReturnType<typeof startMedia>>

/** From the cameras to the SFU and the segment logs. */
async function startMedia(config: Config, court: Court, log: Logger, owner: Owner) {
  // Asks ffmpeg what it can do while the workers start; no recording or transcoding has to wait for it later.
  const ffmpeg = warmFfmpeg()
  ffmpeg.catch(() => undefined)
  const sfu = await createSfu({
    ...(config.workerBin === null ? {} : { workerBin: config.workerBin }),
    workerCount: config.workerCount,
    listen: {
      addresses: rtcAddresses(config.rtc.listen, config.host, config.rtc.announcedAddress),
      port: config.rtc.firstPort,
    },
    log,
  })
  owner.owns('sfu', () => sfu.stop())
  await ffmpeg.catch((cause: unknown) => {
    log.error({ err: cause }, 'no ffmpeg')
    throw new SettingsError([
      'There is no working ffmpeg: install it (apt-get install ffmpeg), then start again.',
    ])
  })

  const clock = createSystemClock()
  const courtrooms = await openCourtrooms({
    courtrooms: court.courtrooms,
    createFeed: ({ id, source }) =>
      createFeed({ courtroomId: id, source, publisherRtp, sources, transcode: transcoders, clock, log }),
    sfu,
    log,
  })
  owner.owns('courtrooms', () => courtrooms.stop())

  const recordings = startRecordings({
    hearings: config.recorder ? court.hearings : [],
    courtrooms,
    dataDir: config.dataDir,
    nowMs,
    log,
  })
  owner.owns('recordings', () => recordings.stop())
  return { sfu, courtrooms, recordings }
}

/** What people and programs meet: HTTP and sockets, behind the gate. */
async function startFace(
  config: Config,
  court: Court,
  log: Logger,
  owner: Owner,
  folder: DataFolder,
  { sfu, courtrooms, recordings }: Media,
): Promise<string> {
  const keys = openKeyRing(config.dataDir, nowMs, log)
  const tokens = createHearingTokens({ keys, issuer: config.issuer, lifetimeS: config.tokenLifetimeS, nowMs })
  const accounts = await createAccounts(court.accounts)
  const sessions = createSessions(folder.database, config.sessionLifetimeS, nowMs)
  const hearings = createHearings({
    court,
    feedStatus: (courtroomId) => courtrooms.feed(courtroomId)?.status,
    recordingState: (hearingId) => recordings.state(hearingId),
  })
  const admit = createAdmit({ tokens, accounts, isLive: (id) => hearings.isLive(id), nowMs, log })

  const { app } = createHttpApp({
    admit,
    sessions,
    accounts,
    hearings,
    tokens,
    keys,
    nowMs,
    log,
    clientDir,
    signIn: createSignIn(accounts, sessions, log),
    cookies: { secure: config.secureCookies },
    metricsToken: config.metricsToken,
    isOurs: createOriginCheck(config.allowedOrigins),
    trustProxy: config.trustProxy,
    hls: createHls({ logDir: (hearingId) => segmentLogDir(config.dataDir, hearingId), nowMs }),
    metrics: createMetrics({
      feedStates: () => courtrooms.feeds.map((feed) => feed.status.state),
      sfu: async () => {
        const stats = await sfu.stats()
        return { ...stats, workers: stats.workers.length }
      },
      recordings: () => recordings.list(),
    }),
    readiness: async () => ({
      sfu: (await sfu.stats()).workers.length >= config.workerCount,
      recorder: recordings.areUp(),
      database: folder.isWritable(),
    }),
  })
  const http = createHttpServer(app, config.tls)
  owner.owns('http', () => http.stop(2000))
  const io = createSocketServer(http.server, { allowedOrigins: config.allowedOrigins })
  const watch = createWatchNamespace({
    io,
    sfu,
    admit,
    feeds: (hearingId) => courtrooms.feed(hearings.find(hearingId)?.courtroomId ?? '') ?? null,
    clock: nowMs,
    log,
  })
  owner.owns('sockets', () => {
    watch.stop()
    io.disconnectSockets(true)
    io.engine.close()
  })
  return http.listen(config.host, config.port)
}
