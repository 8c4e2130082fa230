import type { Response } from 'express'
import type { Directory } from '../access/directory.ts'
import type { SessionMethodsAnswer } from '../protocol/account.ts'
import { DomainError } from '../protocol/errors.ts'
import { clearCookie, cookieNames, readCookie, setCookie, type CookieSettings } from './cookies.ts'
import type { Routes } from './routes.ts'
import { browserOf, originOf, setSessionCookies } from './session-cookies.ts'

export interface DirectoryRoutesOptions {
  /** Null: the court has none. */
  directory: Directory | null
  cookies: CookieSettings
  nowMs: () => number
}

const cookiePath = '/api/session/oidc'
/** Where a browser goes that could not be let in: the page has words for it. */
const failedPath = '/sign-in#directory-failed'

/** Sign-in by the court's directory: the browser is sent there, and comes back. */
export function addDirectoryRoutes(routes: Routes, options: DirectoryRoutesOptions): void {
  const { directory, cookies, nowMs } = options
  const theDirectory = (): Directory => {
    if (directory === null) throw new DomainError('not_found', 'no directory is set')
    return directory
  }

  routes.add('get', '/api/session/methods', 'public', (_request, response) => {
    response.json({ oidc: directory !== null } satisfies SessionMethodsAnswer)
  })

  routes.add('get', '/api/session/oidc', 'public', async (request, response) => {
    const entry = theDirectory()
    await orFailed(response, async () => {
      const { address, sealed, endsAtMs } = await entry.begin(originOf(request, cookies))
      // Lax: the directory sends the browser back from its own site.
      const times = { endsAtMs, nowMs: nowMs() }
      setCookie(response, cookieNames.oidc, sealed, { ...cookies, ...times, path: cookiePath })
      response.redirect(303, address)
    })
  })

  routes.add('get', '/api/session/oidc/callback', 'public', async (request, response) => {
    const entry = theDirectory()
    const query = /\?.*$/.exec(request.originalUrl)?.[0] ?? ''
    clearCookie(response, cookieNames.oidc, cookies, cookiePath)
    await orFailed(response, async () => {
      const sealed = readCookie(request, cookieNames.oidc)
      const signedIn = await entry.finish(query, sealed, browserOf(request))
      setSessionCookies(response, signedIn, { ...cookies, nowMs: nowMs() })
      response.redirect(303, '/')
    })
  })
}

/** A person stands before a browser that was sent here: a page for them, not an answer for a program. */
async function orFailed(response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    response.redirect(303, failedPath)
  }
}
