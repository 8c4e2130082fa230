import type { Express, Request, Response } from 'express'
import type { Admission } from '../access/gate.ts'
import { permissions, type Permission } from '../access/permissions.ts'
import type { CourtScope, SignedIn } from '../access/rights.ts'
import { DomainError } from '../protocol/errors.ts'
import { jsonFrom, readBody } from './read-body.ts'

/** What each plain rule hands to the route that it guards. */
export interface Granted {
  /** Anybody, and nothing of a hearing is told. */
  public: null
  /** Whoever is signed in, but no device. */
  session: SignedIn
  /** Whoever is signed in, a paired display or bench as well. */
  session_or_device: SignedIn
  /** The bearer of a token of the hearing named in the path's `hearingId`. */
  hearing: Admission
  /** Whoever runs the machine. */
  operator: null
}

export type PlainRule = keyof Granted

/**
 * What the path names that the permission must reach to: its court is asked for. `any`: held in some court at least. `all`: in all
 * courts, those to come as well.
 */
export type ScopedTo = 'court' | 'hearing' | 'courtroom' | 'person' | 'screen' | 'any' | 'all'

/** A permission of staff, in the court of what the path names (`:courtId`, `:hearingId`, `:courtroomId`, `:personId`, `:screenId`). */
export interface StaffRule {
  readonly permission: Permission
  readonly of: ScopedTo
  /** While the store does not answer: whoever held it when the store was asked last. For closing a hearing's session alone. */
  readonly orLastKnown?: true
}

export interface StaffGranted extends SignedIn {
  /** The court of what the path names; `''` with `any` and `all`, and for people of no court. */
  readonly courtId: string
  /** All the courts in which the permission is held. */
  readonly scope: CourtScope
  /** The store could not be asked (`orLastKnown`). */
  readonly asLastKnown?: true
}

export type Rule = PlainRule | StaffRule

/** Asks for the right; throws DomainError where there is none. */
export interface Authorise {
  plain: { [R in PlainRule]: (request: Request) => Promise<Granted[R]> }
  staff: (request: Request, rule: StaffRule) => Promise<StaffGranted>
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

export interface ListedRoute {
  method: Method
  path: string
  rule: Rule
}

export interface Routes {
  /** Throws where there is no known rule: a route without one can't come into being. */
  add<R extends PlainRule>(method: Method, path: string, rule: R, handle: Handle<Granted[R]>): void
  addStaff(method: Method, path: string, rule: StaffRule, handle: Handle<StaffGranted>): void
  readonly listed: readonly ListedRoute[]
}

export type Handle<G> = (request: Request, response: Response, granted: G) => Promise<void> | void

/** The only way to a route of the server: deny by default. A body is read once the right has been found. */
export function createRoutes(app: Express, authorise: Authorise): Routes {
  const listed: ListedRoute[] = []
  return {
    listed,
    add(method, path, rule, handle) {
      if (!Object.hasOwn(authorise.plain, rule))
        throw new DomainError('internal', `${method} ${path} has no access rule`)
      const ask = authorise.plain[rule]
      const parser = rule === 'public' || rule === 'operator' ? jsonFrom.anybody : jsonFrom.signedIn
      listed.push({ method, path, rule })
      app[method](path, async (request: Request, response: Response) => {
        const granted = await ask(request)
        if (method !== 'get') await readBody(parser, request, response)
        await handle(request, response, granted)
      })
    },
    addStaff(method, path, rule, handle) {
      if (!permissions.includes(rule.permission))
        throw new DomainError('internal', `${method} ${path} has no access rule`)
      listed.push({ method, path, rule })
      app[method](path, async (request: Request, response: Response) => {
        const granted = await authorise.staff(request, rule)
        if (method !== 'get') await readBody(jsonFrom.staff, request, response)
        await handle(request, response, granted)
      })
    },
  }
}
