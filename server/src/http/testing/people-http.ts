import express from 'express'
import type { DirectorySettings } from '../../access/directory.ts'
import { createLastKnown } from '../../access/last-known.ts'
import { openAccess, password, type AccessParts } from '../../access/testing/access-parts.ts'
import type { SignInLimits } from '../../access/sign-in-throttle.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { DomainError } from '../../protocol/errors.ts'
import { addAccountRoutes } from '../account-routes.ts'
import { createAuthorise } from '../authorise.ts'
import { addDirectoryRoutes } from '../directory-routes.ts'
import { errorHandler } from '../error-answer.ts'
import { createHttpServer } from '../http-server.ts'
import { createOriginCheck, refuseForeignOrigins } from '../origin-check.ts'
import { addPeopleRoutes } from '../people-routes.ts'
import { createRoutes } from '../routes.ts'
import { addSessionRoutes } from '../session-routes.ts'

export interface Answer {
  status: number
  body: unknown
  /** `name=value; …`, as they were set. */
  cookies: string[]
}

export interface PeopleHttp {
  access: AccessParts
  url: string
  /** JSON both ways; `as` is the session cookie's value. */
  call(
    method: string,
    path: string,
    body?: unknown,
    as?: string,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** Somebody with a password who is signed in; returns the session cookie's value. */
  signedIn(...person: Parameters<AccessParts['person']>): Promise<{ personId: string; cookie: string }>
  stop(): Promise<void>
}

/** The routes of sign-in, account and people on a real server, with the real parts behind them. */
export async function startPeopleHttp(
  options: {
    limits?: Partial<SignInLimits>
    mailer?: Mailer | null
    directory?: DirectorySettings
    secure?: boolean
  } = {},
): Promise<PeopleHttp> {
  const access = await openAccess('sqlite', options.limits, options.mailer, options.directory)
  const app = express()
  app.use(refuseForeignOrigins(createOriginCheck(['https://press.example'])))
  const routes = createRoutes(
    app,
    createAuthorise({
      admit: () => Promise.reject(new DomainError('refused', 'no hearings here')),
      signedIn: createLastKnown(access),
      underWayIn: () => undefined,
      courtsOf: async (of, id) => {
        if (of === 'person') return access.people.courtsOf(id)
        const row = await access.database
          .selectFrom('courts')
          .select('id')
          .where('id', '=', id)
          .executeTakeFirst()
        return row === undefined ? [] : [id]
      },
      metricsToken: null,
    }),
  )
  const common = { ...access, cookies: { secure: options.secure ?? true } }
  addSessionRoutes(routes, {
    ...common,
    mayHaveWatched: () => Promise.resolve(['hearing-1']),
  })
  addDirectoryRoutes(routes, common)
  addAccountRoutes(routes, common)
  addPeopleRoutes(routes, common)
  app.use(errorHandler(access.log))
  const http = createHttpServer(app, null)
  const url = await http.listen('127.0.0.1', 0)

  const call: PeopleHttp['call'] = async (method, path, body, as, headers) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(as === undefined ? {} : { Cookie: `pg_session=${as}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const parsed: unknown = text === '' ? null : JSON.parse(text)
    return { status: answer.status, body: parsed, cookies: answer.headers.getSetCookie() }
  }
  return {
    access,
    url,
    call,
    async signedIn(...person) {
      const { personId, login } = await access.person(...person)
      const { cookies } = await call('POST', '/api/session', { login, password })
      return { personId, cookie: cookieValue(cookies, 'pg_session') }
    },
    async stop() {
      await http.stop(500)
      await access.store.end()
    },
  }
}

/** The value that a cookie is set to, or an empty text. */
export const cookieValue = (cookies: readonly string[], name: string): string =>
  cookies
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(';')[0]
    ?.slice(name.length + 1) ?? ''

export const errorOf = (code: string): unknown => ({ error: { code } })
