import type { Request } from 'express'
import { DomainError } from '../protocol/errors.ts'
import { identifier } from '../protocol/identifiers.ts'

/** An id that the path names; what can't be one is as good as not there. */
export function pathId(request: Request, name: string): string {
  const parsed = identifier.safeParse(request.params[name])
  if (!parsed.success) throw new DomainError('refused', `${name} can't be an id`)
  return parsed.data
}

/** A name that the path has and that others gave: it may be any text, and is only ever compared. */
export const pathText = (request: Request, name: string): string =>
  [request.params[name] ?? ''].flat().join('/')
