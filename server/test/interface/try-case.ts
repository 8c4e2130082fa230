import { z } from 'zod'
import {
  errorsOf,
  parametersOf,
  type Described,
  type DescribedAnswer,
} from '../../src/http/interface/described.ts'
import { statusOf } from '../../src/http/error-answer.ts'
import type { ListedRoute } from '../../src/http/routes.ts'
import { errorAnswer } from '../../src/protocol/api.ts'
import { filled, type Case, type World } from './case.ts'
import { rawCall, type RawAnswer } from './raw-call.ts'

/** Everything that a route can answer, as its description has it. */
export const outcomesOf = (listed: ListedRoute, described: Described): string[] => [
  ...Object.entries(described.answers).flatMap(([status, answer]) =>
    Array.isArray(answer) ? answer.map((type) => `${status} ${type}`) : [status],
  ),
  ...errorsOf(listed, described),
]

/** What the case came to, in words that `outcomesOf` has; throws where it is not what the description says of it. */
export async function tryCase(
  world: World,
  tried: Case,
  listed: ListedRoute,
  described: Described,
): Promise<string> {
  await tried.before?.(world)
  await tryWithMore(world, tried, listed)
  const answer = await call(world, tried, listed)
  const problem = (what: string): TypeError =>
    new TypeError(`${tried.route} (${tried.gives}) ${what}: ${answer.status} ${answer.text.slice(0, 300)}`)
  const status = typeof tried.gives === 'number' ? tried.gives : statusOf[tried.gives]
  if (answer.status !== status) throw problem('has another status')
  if (typeof tried.gives === 'string') {
    if (!errorsOf(listed, described).includes(tried.gives)) throw problem('is not described')
    if (errorAnswer.parse(JSON.parse(answer.text)).error.code !== tried.gives)
      throw problem('has another code')
    return tried.gives
  }
  const { [status]: expected } = described.answers
  if (expected === undefined) throw problem('is not described')
  keep(world, tried, answer)
  const outcome = bodyOutcome(answer, expected, tried.mediaType)
  if (outcome === null) throw problem('has another body')
  return `${status}${outcome}`
}

/** A field that nobody knows spoils any request that would be good without it (mass assignment). */
async function tryWithMore(world: World, tried: Case, listed: ListedRoute): Promise<void> {
  const body = tried.makeBody === undefined ? tried.body : await tried.makeBody(world)
  if (typeof tried.gives === 'string' || typeof body !== 'object' || body === null) return
  const { makeBody: _, ...rest } = tried
  const { status } = await call(world, { ...rest, body: { ...body, isAdministrator: true } }, listed)
  if (status !== 400) throw new TypeError(`${tried.route} takes a field too many: ${status}`)
}

async function call(world: World, tried: Case, { method, path }: ListedRoute): Promise<RawAnswer> {
  const { known } = world
  const names = Object.fromEntries(
    parametersOf(path).map((name) => [name, tried.names?.[name] ?? known.get(name) ?? 'none']),
  )
  const body = filled(await (tried.makeBody === undefined ? tried.body : tried.makeBody(world)), known)
  const isFile = typeof body === 'string' || Buffer.isBuffer(body)
  const sent = isFile || body === undefined ? body : JSON.stringify(body)
  return rawCall(world.http.url, {
    method: method.toUpperCase(),
    path:
      String(
        filled(path.replaceAll(/[:*](\w+)/g, '<$1>'), new Map(Object.entries(filledAll(names, known)))),
      ) + (tried.query ?? ''),
    headers: {
      // Which node leaves out with DELETE.
      ...(sent === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(sent)) }),
      ...(isFile || body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(tried.as === undefined ? {} : { Cookie: await world.sessionOf(tried.as) }),
      ...filledAll(tried.headers ?? {}, known),
    },
    ...(sent === undefined ? {} : { body: sent }),
  })
}

const filledAll = (texts: Record<string, string>, known: ReadonlyMap<string, string>) =>
  z.record(z.string(), z.string()).parse(filled(texts, known))

/** Null: the body is not as described. */
function bodyOutcome(
  answer: RawAnswer,
  expected: DescribedAnswer,
  wanted: string | undefined,
): string | null {
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? ''
  if (expected === null) return answer.text === '' || answer.status === 303 ? '' : null
  if (expected instanceof z.ZodType) {
    if (type !== 'application/json') return null
    expected.parse(JSON.parse(answer.text))
    return ''
  }
  return expected.includes(type) && (wanted === undefined || wanted === type) ? ` ${type}` : null
}

function keep({ known }: World, { keeps = {} }: Case, { text }: RawAnswer): void {
  for (const [name, place] of Object.entries(keeps)) {
    let found: unknown = JSON.parse(text)
    for (const key of place.split('.')) found = at(found, key)
    known.set(name, z.string().parse(found))
  }
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
