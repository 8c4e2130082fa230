import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ListedRoute } from '../../src/http/routes.ts'
import { deskNamespace } from '../../src/protocol/desk-signalling.ts'
import { hearingStates } from '../../src/protocol/hearing-state.ts'
import { devicesNamespace } from '../../src/protocol/screens.ts'
import { previewNamespace } from '../../src/protocol/preview-signalling.ts'
import { watchNamespace } from '../../src/protocol/signalling.ts'
import { previewAnswer } from '../../src/protocol/workplaces.ts'
import { deskEvents } from '../../src/realtime/desk-namespace.ts'
import { devicesEvents } from '../../src/realtime/devices-namespace.ts'
import { previewEvents } from '../../src/realtime/preview-namespace.ts'
import { watchEvents } from '../../src/realtime/watch-namespace.ts'
import { makeToken } from '../bad-tokens.ts'
import { startHttp } from '../http-fixture.ts'
import { startServer, type ServerProcess } from '../server-process.ts'
import {
  expectedOf,
  expectedOfLivePreview,
  expectedOfMedia,
  expectedOfPreview,
  holds,
  mayWatch,
  type Verdict,
} from './expected.ts'
import {
  askers,
  cookieOf,
  hearingIn,
  installTwoCourts,
  nobody,
  password,
  roomOf,
  things,
  type Asker,
  type TwoCourts,
} from './two-courts.ts'

const everybody = [nobody, ...askers]
const code = z.object({ error: z.object({ code: z.string() }) })
/** What is withheld; null: nothing. */
const previewSaid = previewAnswer.transform(({ withheld }) => withheld)

let courts: TwoCourts
let server: ServerProcess
let routes: readonly ListedRoute[]
const sessions = new Map<string, string>()
let cells = 0

beforeAll(async () => {
  const face = await startHttp()
  routes = face.routes.listed
  await face.stop()
  courts = await installTwoCourts()
  server = await startServer(courts.dataDir, { PRESS_GALLERY_RECORDER: 'off' })
  for (const asker of askers) sessions.set(asker.name, await signIn(asker))
}, 60_000)

afterAll(async () => {
  await server.stop('SIGTERM')
  await courts.remove()
  process.stdout.write(`who may what: ${cells} cells tried\n`)
})

const signIn = async (asker: Asker): Promise<string> =>
  asker.device ? `pg_session=${cookieOf(asker)}` : server.signIn(asker.name, password)

/** Each name of a path filled in with what there is of court a. */
function filled(path: string, hearingId: string): string {
  return path.replace(/[:*](\w+)/g, (_, name: string) => {
    if (name === 'hearingId') return hearingId
    if (name === 'personId') return targetOf(path)
    if (name === 'journalistId') return 'journalist-removed'
    if (name === 'name') return 'index.m3u8'
    return new Map<string, string>(Object.entries(things)).get(name) ?? 'none'
  })
}

/** Whom a path that names a person is about: of the people whom it harms nobody to remove. */
function targetOf(path: string): string {
  if (path.includes('/outlets/')) return 'outlet-member'
  if (path.includes('/members/')) return 'pool-member'
  return path.includes('/ejections/') ? 'ejected' : 'person-removed'
}

/** Takes what is asked for only where it changes nothing: a body that no schema takes shows that the rule was passed. */
async function ask(
  route: ListedRoute,
  asker: Asker,
  hearingId: string,
): Promise<{ status: number; verdict: Verdict }> {
  const cookie = sessions.get(asker.name)
  const hasBody = route.method !== 'get' && route.method !== 'delete'
  const answer = await fetch(`${server.url}${filled(route.path, hearingId)}`, {
    method: route.method.toUpperCase(),
    headers: {
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: bodies.get(nameOf(route)) ?? '{"no schema takes this":1}' } : {}),
  })
  const said = code.safeParse(await answer.json().catch(() => null))
  const isVerdict = z.enum(['refused', 'not_signed_in', 'not_on_air']).safeParse(said.data?.error.code)
  return { status: answer.status, verdict: isVerdict.data ?? 'allowed' }
}

/** Where who may is judged by what the body is about: one that changes nothing. */
const bodies = new Map([['post /api/hearings/:hearingId/undertaking', '{"version":1}']])

/** These would end what the other cells stand on: tried last, in their own test. */
const endings = new Set(['delete /api/sessions', 'delete /api/session'])
const nameOf = ({ method, path }: ListedRoute): string => `${method} ${path}`
const removes = ({ method, path }: ListedRoute): number => (method === 'delete' ? 1 / path.length : 0)
const statesOf = ({ path }: ListedRoute): readonly string[] =>
  path.includes(':hearingId') ? hearingStates.map(hearingIn) : ['none']

describe('who may what', () => {
  it('holds for every route, person, court and state', async () => {
    const wrong: unknown[] = []
    const opened = new Set<string>()
    const media = routes.filter(({ rule }) => rule === 'hearing')
    const others = routes
      .filter((route) => !media.includes(route) && !endings.has(nameOf(route)))
      // What removes something comes after whatever looks at it, and after what removes a part of it.
      .toSorted((a, b) => removes(a) - removes(b))
    // Refusals first, while all that could be removed is there: what is refused must not be refused for want of it.
    for (const verdict of ['not_signed_in', 'refused', 'allowed'] as const) {
      for (const route of others) {
        const asking = among(everybody, statesOf(route)).filter(
          ([asker, hearingId]) => expectedOf(route.path, route.rule, asker, hearingId) === verdict,
        )
        await tryAll(asking, async ([asker, hearingId]) => {
          const got = await ask(route, asker, hearingId)
          cells++
          if (verdict === 'allowed' && got.status < 500 && got.verdict === 'allowed')
            opened.add(nameOf(route))
          const isRight = verdict === 'allowed' ? isOpen(route, got) : got.verdict === verdict
          if (!isRight) wrong.push([nameOf(route), asker.name, hearingId, verdict, got])
        })
      }
    }
    expect(wrong).toEqual([])
    // A rule that lets nobody through proves nothing.
    expect(others.map(nameOf).filter((name) => !opened.has(name))).toEqual([])
  }, 120_000)

  it('holds for the media of every person, court and state', async () => {
    const keys = z
      .object({ signing: z.object({ kid: z.string(), privateKey: z.string() }) })
      .parse(JSON.parse(readFileSync(join(courts.dataDir, 'keys', 'hearing-tokens.json'), 'utf8'))).signing
    const privateKey = createPrivateKey(keys.privateKey)
    const tokenOf = ({ name, role }: Asker, hearingId: string): string =>
      makeToken(
        {
          kid: keys.kid,
          privateKey,
          publicPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }),
          issuer: 'press-gallery',
          hearingId,
          otherHearingId: 'none',
          subjectId: name,
          strangerId: 'none',
          nowMs: Date.now(),
        },
        { role: role ?? 'journalist' },
      )

    const wrong: unknown[] = []
    await tryAll(among(everybody, hearingStates), async ([asker, state]) => {
      const hearingId = hearingIn(state)
      const token = tokenOf(asker, hearingId)
      const expected = expectedOfMedia(asker, state)
      for (const name of ['index.m3u8', '0.m4s']) {
        const headers = { Authorization: `Bearer ${token}` }
        const answer = await fetch(`${server.url}/hls/${hearingId}/${name}`, { headers })
        cells++
        const got = verdictOf(code.safeParse(await answer.json().catch(() => null)).data?.error.code ?? '')
        if (got !== expected) wrong.push(['hls', name, asker.name, state, expected, got])
      }
      for (const { event, rule } of watchEvents) {
        if (rule.kind === 'public') continue
        const got = await socketAnswer(watchNamespace, event, eventPayload(event, token, hearingId))
        cells++
        const expectedHere =
          rule.kind !== 'token'
            ? 'refused'
            : rule.path === 'attend'
              ? mayWatch(asker)
                ? 'allowed'
                : 'refused'
              : expected
        // Renewing needs something to renew, which this connection has not.
        if (event === 'renew' && expectedHere === 'allowed') continue
        if (verdictOf(got) !== expectedHere) wrong.push([event, asker.name, state, expectedHere, got])
      }
    })
    expect(wrong).toEqual([])
  }, 120_000)

  it('holds for the preview of every person and state', async () => {
    const wrong: unknown[] = []
    await tryAll(among(everybody, hearingStates), async ([asker, state]) => {
      const cookie = sessions.get(asker.name)
      const answer = await fetch(`${server.url}/api/courtrooms/room-${state}/preview`, {
        headers: cookie === undefined ? {} : { Cookie: cookie },
      })
      cells++
      const said = previewSaid.safeParse(await answer.json())
      const got = said.success ? said.data : answer.status
      const expected = expectedOfPreview(asker, state)
      if (got !== expected) wrong.push([asker.name, state, expected, got])
    })
    expect(wrong).toEqual([])
  }, 60_000)

  it('holds for the desk’s socket', async () => {
    const wrong: unknown[] = []
    await tryAll(among(everybody, hearingStates), async ([asker, state]) => {
      for (const { event, rule } of deskEvents) {
        if (rule.kind !== 'staff') throw new TypeError(`${event} has a rule that this table does not know`)
        const may = holds(asker, rule.permission) && (asker.court === 'a' || asker.court === 'all')
        const payload = { hearingId: hearingIn(state) }
        const got = await socketAnswer(deskNamespace, event, payload, sessions.get(asker.name))
        cells++
        const expected = asker.role === null || asker.device ? 'not_signed_in' : may ? 'ok' : 'refused'
        if (got !== expected) wrong.push([event, asker.name, state, expected, got])
      }
    })
    expect(wrong).toEqual([])
  }, 120_000)

  it('holds for the live preview of every person and state', async () => {
    const wrong: unknown[] = []
    await tryAll(among(everybody, hearingStates), async ([asker, state]) => {
      for (const { event, rule } of previewEvents) {
        const payload = event === 'join' ? { courtroomId: roomOf(state), ...viewer } : undefined
        const got = await socketAnswer(previewNamespace, event, payload, sessions.get(asker.name))
        cells++
        const expected =
          asker.role === null || asker.device
            ? 'not_signed_in'
            : rule.kind === 'courtroom'
              ? expectedOfLivePreview(asker, state)
              : rule.kind === 'public'
                ? 'allowed'
                : 'refused'
        const verdict = got === 'not_signed_in' ? got : verdictOf(got)
        if (verdict !== expected) wrong.push([event, asker.name, state, expected, got])
      }
    })
    expect(wrong).toEqual([])
  }, 120_000)

  it('holds for the devices’ socket', async () => {
    const health = { tiles: [], healed: 0, reloaded: 0, width: 1920, height: 1080 }
    const wrong: unknown[] = []
    for (const asker of everybody) {
      for (const { event, rule } of devicesEvents) {
        if (rule.kind !== 'device') throw new TypeError(`${event} has a rule that this table does not know`)
        const got = await socketAnswer(devicesNamespace, event, health, sessions.get(asker.name))
        cells++
        const expected = !asker.device ? 'not_signed_in' : asker.role === rule.device ? 'ok' : 'refused'
        if (got !== expected) wrong.push([event, asker.name, expected, got])
      }
    }
    expect(wrong).toEqual([])
  }, 60_000)

  it('lets whoever is signed in sign out, here and everywhere, and nobody else', async () => {
    for (const name of endings) {
      const route = routes.find((one) => nameOf(one) === name)
      if (route === undefined) throw new TypeError(`no route ${name}`)
      for (const asker of everybody) {
        sessions.set(asker.name, asker.role === null ? '' : await signIn(asker))
        const { verdict } = await ask(route, asker, 'none')
        cells++
        expect([name, asker.name, verdict]).toEqual([
          name,
          asker.name,
          expectedOf(route.path, route.rule, asker, 'none'),
        ])
      }
    }
  }, 60_000)
})

const among = <A, B>(these: readonly A[], those: readonly B[]): [A, B][] =>
  these.flatMap((one) => those.map((other): [A, B] => [one, other]))

/** Several at once, as people ask: while one waits for its answer the next is on its way. */
async function tryAll<T>(all: readonly T[], attempt: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const atWork = Array.from({ length: 8 }, async () => {
    for (const one of left) await attempt(one)
  })
  await Promise.all(atWork)
}

const verdictOf = (said: string): Verdict => (said === 'refused' || said === 'not_on_air' ? said : 'allowed')

/** What was asked for of things that are gone meanwhile, or of oneself, is refused by what stands behind the rule. */
const judgedBehind =
  /^(delete|put) |\/(token)$|^post \/api\/courts\/:courtId\/outlets|^post \/api\/people\/:personId\/reset-link|journalistId\/reset-link|^patch \/api\/people|\/undertaking$/

function isOpen(route: ListedRoute, { status, verdict }: { status: number; verdict: Verdict }): boolean {
  if (status >= 500 && route.rule !== 'hearing') return false
  return verdict === 'allowed' || judgedBehind.test(nameOf(route))
}

const viewer = { rtpCapabilities: {}, fingerprint: Array(32).fill('AB').join(':'), catchUp: false }

function eventPayload(event: string, token: string, hearingId: string): object | undefined {
  const viewingId = 'a'.repeat(22)
  if (event === 'attend') return { token, hearingId, viewingId, takeOver: true }
  if (event === 'renew') return { token, hearingId }
  if (event === 'dark') return { version: 1, afterMs: 0 }
  if (event === 'complain') return { missing: 'sound' }
  if (event === 'report')
    return { path: 'none', frames: 0, soundLevel: null, stalls: 0, overMs: 0, unmuted: false }
  return event === 'join' ? { token, hearingId, ...viewer } : undefined
}

const result = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
])

/** `ok` or the code of the answer, on a connection of its own. */
async function socketAnswer(
  namespace: string,
  event: string,
  payload: object | undefined,
  cookie?: string,
): Promise<string> {
  const socket = io(`${server.url}${namespace}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(cookie === undefined ? {} : { extraHeaders: { Cookie: cookie } }),
  })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    const parameters = payload === undefined ? [] : [payload]
    const answer = result.parse(await socket.timeout(5000).emitWithAck(event, ...parameters))
    return answer.ok ? 'ok' : answer.error.code
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    socket.disconnect()
  }
}
