import type { Express, Request, Response } from 'express'
import type { Admission } from '../access/gate.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Role } from '../protocol/identifiers.ts'

/** What each access rule hands to the route it guards. */
export interface Granted {
  /** Anybody, and nothing of a hearing is told. */
  public: null
  /** Whoever is signed in. */
  session: { login: string; role: Role }
  /** The bearer of a token of the hearing named in the path's `hearingId`. */
  hearing: Admission
  /** Whoever runs the machine. */
  operator: null
}

export type Rule = keyof Granted

/** Asks for the right; throws DomainError where there is none. */
export type Authorise = { [R in Rule]: (request: Request) => Granted[R] }

export interface Routes {
  /** Throws where there is no known rule: a route without one can't come into being. */
  add<R extends Rule>(
    method: 'get' | 'post' | 'delete',
    path: string,
    rule: R,
    handle: (request: Request, response: Response, granted: Granted[R]) => Promise<void> | void,
  ): void
  readonly listed: readonly { method: string; path: string; rule: Rule }[]
}

/** The only way to a route of the server: deny by default. */
export function createRoutes(app: Express, authorise: Authorise): Routes {
  const listed: { method: string; path: string; rule: Rule }[] = []
  return {
    listed,
    add(method, path, rule, handle) {
      if (!Object.hasOwn(authorise, rule))
        throw new DomainError('internal', `${method} ${path} has no access rule`)
      const ask = authorise[rule]
      listed.push({ method, path, rule })
      app[method](path, async (request: Request, response: Response) => {
        await handle(request, response, ask(request))
      })
    },
  }
}
