import { createPublicKey } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Express } from 'express'
import pino from 'pino'
import { createAccounts, hashPassword } from '../src/access/accounts.ts'
import { createAdmit } from '../src/access/admit.ts'
import { createHearingTokens } from '../src/access/hearing-token.ts'
import { openKeyRing } from '../src/access/key-ring.ts'
import { createSessions } from '../src/access/sessions.ts'
import { createSignIn } from '../src/access/sign-in.ts'
import { createHearings } from '../src/hearings/hearings.ts'
import { createHttpApp } from '../src/http/http-app.ts'
import { createHttpServer } from '../src/http/http-server.ts'
import { createOriginCheck } from '../src/http/origin-check.ts'
import type { Routes } from '../src/http/routes.ts'
import { createMetrics } from '../src/metrics.ts'
import type { Forgery } from './bad-tokens.ts'

export const segment = { name: 'segment-0.m4s', content: 'a segment' }
export const passwords = {
  journalist: 'pass-journalist',
  stranger: 'pass-stranger',
  technician: 'pass-technician',
}

export interface HttpFixture {
  url: string
  app: Express
  routes: Routes
  /** The clock that tokens and sessions go by. */
  clock: { nowMs: number }
  /** To forge with. */
  forgery(): Forgery
  parts: Record<string, boolean>
  request(path: string, init?: RequestInit): Promise<Response>
  signIn(login: keyof typeof passwords): Promise<string>
  stop(): Promise<void>
}

/** What stands in front. */
interface Behind {
  secure: boolean
  trustProxy: string[]
}

/** The HTTP face with the real parts behind it, all but media: two hearings, and a segment on disk for each. */
export async function startHttp({
  secure = false,
  trustProxy = [],
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
  const people = await Promise.all(
    [
      { login: 'journalist', role: 'journalist' as const, accreditations: ['hearing-1', 'hearing-2'] },
      { login: 'stranger', role: 'journalist' as const, accreditations: [] },
      { login: 'technician', role: 'technician' as const, accreditations: [] },
    ].map(async (person) => ({ ...person, passwordHash: await hashPassword(`pass-${person.login}`) })),
  )
  const accounts = await createAccounts(people)
  const database = new DatabaseSync(':memory:')
  const sessions = createSessions(database, 3600, nowMs)
  const hearings = createHearings({
    court: {
      court: 'A court',
      courtrooms: ['1', '2'].map((n) => ({
        id: `room-${n}`,
        name: `Courtroom ${n}`,
        source: { kind: 'test' },
      })),
      hearings: ['1', '2'].map((n) => ({
        id: `hearing-${n}`,
        title: `Hearing ${n}`,
        caseNumber: n,
        courtroomId: `room-${n}`,
      })),
      accounts: people,
    },
    feedStatus: () => ({ state: 'live', fault: null, sinceMs: 0, nextTryMs: null, video: null, audio: null }),
    recordingState: () => 'recording',
  })
  const parts: Record<string, boolean> = { sfu: true, database: true }
  const { app, routes } = createHttpApp({
    admit: createAdmit({ tokens, accounts, isLive: (id) => hearings.isLive(id), nowMs, log }),
    sessions,
    accounts,
    hearings,
    tokens,
    keys,
    nowMs,
    log,
    clientDir,
    trustProxy,
    signIn: createSignIn(accounts, sessions, log),
    cookies: { secure },
    metricsToken: 'a-token-for-metrics',
    isOurs: createOriginCheck(['https://press.example']),
    hls: {
      playlist: () => Promise.resolve('#EXTM3U\n'),
      file: (_id, name) =>
        Promise.resolve(
          name === segment.name ? { path: segmentPath, contentType: 'video/iso.segment' } : null,
        ),
    },
    metrics: createMetrics({
      feedStates: () => ['live', 'reconnecting'],
      sfu: () =>
        Promise.resolve({
          workers: 2,
          publishedBitrateBps: { 'room-1': 2e6 },
          viewers: { 'room-1': 3 },
          standBys: { 'room-1': 1 },
        }),
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
    clock,
    parts,
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
        login: 'journalist',
        strangerLogin: 'stranger',
        nowMs: nowMs(),
      }
    },
    async signIn(login) {
      const answer = await request('/api/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login, password: passwords[login] }),
      })
      return cookieOf(answer, 'pg_session')
    },
    async stop() {
      await http.stop(500)
      database.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** `name=value` of a cookie that an answer sets, or an empty text. */
export function cookieOf(answer: Response, name: string): string {
  const set = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`))
  return set?.split(';')[0] ?? ''
}
