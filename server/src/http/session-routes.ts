import { DomainError } from '../protocol/errors.ts'
import { sessionRequest, type SessionAnswer } from '../protocol/api.ts'
import type { Accounts } from '../access/accounts.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { Sessions } from '../access/sessions.ts'
import type { SignIn } from '../access/sign-in.ts'
import { clearCookie, cookieNames, hlsPath, readCookie, setCookie, type CookieSettings } from './cookies.ts'
import type { Routes } from './routes.ts'

export interface SessionRoutesOptions {
  signIn: SignIn
  sessions: Sessions
  accounts: Accounts
  hearings: Hearings
  cookies: CookieSettings
  nowMs: () => number
}

export function addSessionRoutes(routes: Routes, options: SessionRoutesOptions): void {
  const { signIn, sessions, accounts, hearings, cookies, nowMs } = options

  routes.add('post', '/api/session', 'public', async (request, response) => {
    const body = sessionRequest.safeParse(request.body)
    if (!body.success) throw new DomainError('bad_request', 'no login and password')
    const { login, role, session, device } = await signIn({
      ...body.data,
      address: request.ip ?? '',
      deviceId: readCookie(request, cookieNames.device),
    })
    const earlier = readCookie(request, cookieNames.session)
    if (earlier !== undefined) sessions.end(earlier)
    const common = { ...cookies, nowMs: nowMs() }
    setCookie(response, cookieNames.session, session.id, { ...common, endsAtMs: session.endsAtMs })
    if (device !== null) {
      setCookie(response, cookieNames.device, device.id, {
        ...common,
        endsAtMs: device.endsAtMs,
        path: '/api/session',
        sameSite: 'strict',
      })
    }
    response.json({ login, role } satisfies SessionAnswer)
  })

  routes.add('get', '/api/session', 'session', (_request, response, { login, role }) => {
    response.json({ login, role } satisfies SessionAnswer)
  })

  routes.add('delete', '/api/session', 'public', (request, response) => {
    const id = readCookie(request, cookieNames.session)
    const login = id === undefined ? undefined : sessions.find(id)
    if (id !== undefined) sessions.end(id)
    clearCookie(response, cookieNames.session, cookies)
    // Its path lets a browser send it to one hearing only, and clear it for one only.
    for (const hearing of hearings.list()) {
      if (login !== undefined && accounts.mayWatch(login, hearing.id)) {
        clearCookie(response, cookieNames.hls, cookies, hlsPath(hearing.id))
      }
    }
    response.status(204).end()
  })
}
