import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { createAccounts } from './access/accounts.ts'
import { createAdmit } from './access/admit.ts'
import { createHearingTokens } from './access/hearing-token.ts'
import { openKeyRing } from './access/key-ring.ts'
import { sealingKey } from './access/sealed-secret.ts'
import { createSessions } from './access/sessions.ts'
import { createSignIn } from './access/sign-in.ts'
import { SettingsError, type Config } from './config.ts'
import { readCourtFile } from './court-file.ts'
import { createHearings } from './hearings/hearings.ts'
import { createHttpApp } from './http/http-app.ts'
import { createHttpServer } from './http/http-server.ts'
import { createOriginCheck } from './http/origin-check.ts'
import { createMetrics } from './metrics.ts'
import { createOwner } from './owner.ts'
import { rtcAddresses } from './rtc-addresses.ts'
import { createSocketServer } from './realtime/socket-server.ts'
import { createWatchNamespace } from './realtime/watch-namespace.ts'
import { createSfu } from './sfu/create-sfu.ts'

export interface App {
  /** Where browsers open it. */
  url: string
  stop(): Promise<void>
}

const nowMs = (): number => Date.now()

const clientDir = fileURLToPath(new URL('../../client/dist', import.meta.url))

/** Builds the parts and starts them, what others lean on first. What was started is stopped when a later part fails. */
export async function startApp(config: Config, log: Logger): Promise<App> {
  const owner = createOwner(log, 4000)
  try {
    const url = await start(config, log, (name, stop) => owner.owns(name, stop))
    return { url, stop: () => owner.stop() }
  } catch (error) {
    await owner.stop()
    throw error
  }
}

type Owns = (name: string, stop: () => Promise<void> | void) => void

async function start(config: Config, log: Logger, owns: Owns): Promise<string> {
  if (!existsSync(join(clientDir, 'index.html'))) {
    throw new SettingsError([
      'The web client is not built: run `npm run setup`, or `npm run build`, then start again.',
    ])
  }
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const court = readCourtFile(config.courtFile, () => sealingKey(config.dataDir))

  const database = new DatabaseSync(join(config.dataDir, 'press-gallery.sqlite'))
  owns('database', () => database.close())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;')

  const keys = openKeyRing(config.dataDir, nowMs, log)
  const tokens = createHearingTokens({ keys, issuer: config.issuer, lifetimeS: config.tokenLifetimeS, nowMs })
  const accounts = await createAccounts(court.accounts)
  const sessions = createSessions(database, config.sessionLifetimeS, nowMs)

  const sfu = await createSfu({
    ...(config.workerBin === null ? {} : { workerBin: config.workerBin }),
    workerCount: config.workerCount,
    listen: {
      addresses: rtcAddresses(config.rtc.listen, config.host, config.rtc.announcedAddress),
      port: config.rtc.firstPort,
    },
    log: log.child({ part: 'sfu' }),
  })
  owns('sfu', () => sfu.stop())

  const hearings = createHearings({
    court,
    feedStatus: () => ({
      state: 'connecting',
      fault: null,
      sinceMs: 0,
      nextTryMs: null,
      video: null,
      audio: null,
    }),
    recordingState: () => 'stopped',
  })
  const admit = createAdmit({
    tokens,
    accounts,
    isLive: (hearingId) => hearings.isLive(hearingId),
    nowMs,
    log,
  })

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
    hls: { playlist: () => Promise.resolve(null), file: () => Promise.resolve(null) },
    metrics: createMetrics({
      feedStates: () => [],
      sfu: async () => {
        const stats = await sfu.stats()
        return { ...stats, workers: stats.workers.length }
      },
      recordings: () => [],
    }),
    readiness: async () => ({
      sfu: (await sfu.stats()).workers.length >= config.workerCount,
      database: isWritable(database),
    }),
  })
  const http = createHttpServer(app, config.tls)
  owns('http', () => http.stop(2000))
  const io = createSocketServer(http.server, { allowedOrigins: config.allowedOrigins })
  const watch = createWatchNamespace({
    io,
    sfu,
    admit,
    feeds: () => null,
    clock: nowMs,
    log,
    behindProxy: config.trustProxy.length > 0,
  })
  owns('sockets', () => {
    watch.stop()
    io.disconnectSockets(true)
    io.engine.close()
  })
  return http.listen(config.host, config.port)
}

/** Takes the write lock and gives it back: fails on a full disk and on a folder that became read-only. */
function isWritable(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN IMMEDIATE; ROLLBACK;')
    return true
  } catch {
    return false
  }
}
