import { DomainError } from '../protocol/errors.ts'
import { sessionRequest, type SessionAnswer } from '../protocol/api.ts'
import type { Sessions } from '../access/sessions.ts'
import type { SignIn } from '../access/sign-in.ts'
import { clearCookie, cookieNames, readCookie, setCookie, type CookieSettings } from './cookies.ts'
import type { Routes } from './routes.ts'

export interface SessionRoutesOptions {
  signIn: SignIn
  sessions: Sessions
  cookies: CookieSettings
  nowMs: () => number
}

export function addSessionRoutes(
  routes: Routes,
  { signIn, sessions, cookies, nowMs }: SessionRoutesOptions,
): void {
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
    if (id !== undefined) sessions.end(id)
    clearCookie(response, cookieNames.session, cookies)
    response.status(204).end()
  })
}
