import type { ErrorCode } from '../../src/protocol/errors.ts'
import { cookieOf, password, type HttpFixture } from '../http-fixture.ts'

/** One call, and what the description says that it gives. Texts `<name>` in paths and bodies are what was kept under that name. */
export interface Case {
  /** As in `src/http/interface/`. */
  route: string
  gives: number | ErrorCode
  /** Where the answer may be of several media types. */
  mediaType?: string
  /** The login of who is signed in. */
  as?: string
  /** What the path names; what is missing is taken from what was kept under the parameter's own name. */
  names?: Record<string, string>
  query?: string
  headers?: Record<string, string>
  /** JSON, or a file. */
  body?: unknown
  /** For a body that can be known only then. */
  makeBody?: (world: World) => unknown
  /** Names for what the answer holds at these places, such as `person.personId`. */
  keeps?: Record<string, string>
  before?: (world: World) => unknown
}

/** A server, and what a story of calls has come to know. */
export interface World {
  http: HttpFixture
  known: Map<string, string>
  /** The cookie of a session that is begun when it is first asked for. */
  sessionOf(login: string): Promise<string>
}

export function createWorld(http: HttpFixture): World {
  const logins = ['journalist', 'stranger', 'technician', 'clerk', 'press', 'admin', 'auditor', 'judge']
  const sessions = new Map<string, string>()
  return {
    http,
    known: new Map([
      ...logins.map((login): [string, string] => [login, http.personId(login)]),
      ['courtId', 'court-1'],
      ['hearingId', 'hearing-1'],
      ['courtroomId', 'room-1'],
      ['personId', http.personId('journalist')],
      ['journalistId', http.personId('journalist')],
      ['name', 'index.m3u8'],
      ['state', 'all'],
      ['password', password],
    ]),
    async sessionOf(login) {
      const cookie = sessions.get(login) ?? (await signedIn(http, login))
      sessions.set(login, cookie)
      return cookie
    },
  }
}

/** Stands for a login: a display of the court, which has none. */
export const pairedScreen = '(a paired screen)'

async function signedIn(http: HttpFixture, login: string): Promise<string> {
  if (login === pairedScreen) return http.pairScreen()
  const answer = await http.request('/api/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: login.replace(/#.*/, ''), password }),
  })
  return cookieOf(answer, 'pg_session')
}

/** The same with each `<name>` filled in. */
export function filled(value: unknown, known: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replaceAll(/<(\w+)>/g, (all, name) => known.get(name) ?? all)
  if (Array.isArray(value)) return value.map((one) => filled(one, known))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, known)]))
}
