import type { z } from 'zod'
import { errorCodes, type ErrorCode } from '../../protocol/errors.ts'
import type { ListedRoute, PlainRule, Rule } from '../routes.ts'

/** What the body of an answer is: JSON of a schema, a file of one of these media types, or nothing. */
export type DescribedAnswer = z.ZodType | readonly string[] | null

/** What a route is to whoever calls it. */
export interface Described {
  /** What it does, in one sentence. */
  readonly says: string
  /** The schema that parses its JSON, or the media type of the file that it takes; null: it reads no body. */
  readonly request: z.ZodType | string | null
  /** The schema that parses its query. */
  readonly query?: z.ZodObject
  /** By status. */
  readonly answers: Readonly<Record<number, DescribedAnswer>>
  /** Those of its own; `errorsOf` adds what its rule and its body can lead to. */
  readonly errors: readonly ErrorCode[]
}

/** By `<METHOD> <path>`, the path as express has it. */
export type DescribedRoutes = Readonly<Record<string, Described>>

export interface Area {
  readonly name: string
  readonly says: string
  readonly routes: DescribedRoutes
}

export const routeKey = ({ method, path }: Pick<ListedRoute, 'method' | 'path'>): string =>
  `${method.toUpperCase()} ${path}`

/** The names of what a path holds. */
export const parametersOf = (path: string): string[] =>
  Array.from(path.matchAll(/[:*](\w+)/g), ([, name = '']) => name)

/** Every error code that the route can answer with, but `internal` and those of a store that is away, in the order of `errorCodes`. */
export function errorsOf({ method, path, rule }: ListedRoute, { request, errors }: Described): ErrorCode[] {
  const codes = new Set<ErrorCode>([...errors, ...errorsOfRule(rule)])
  // A request on behalf of another site's page.
  if (method !== 'get') codes.add('refused')
  // A path that is not UTF-8 under its percent signs.
  if (parametersOf(path).length > 0) codes.add('bad_request')
  if (request !== null) codes.add('bad_request').add('too_large')
  return errorCodes.filter((code) => codes.has(code))
}

const errorsOfPlainRule: Record<PlainRule, readonly ErrorCode[]> = {
  public: [],
  session: ['not_signed_in', 'refused'],
  session_or_device: ['not_signed_in'],
  hearing: ['refused', 'token_expired', 'not_on_air'],
  operator: ['not_found'],
}

const errorsOfRule = (rule: Rule): readonly ErrorCode[] =>
  typeof rule === 'object' ? ['not_signed_in', 'refused'] : errorsOfPlainRule[rule]
