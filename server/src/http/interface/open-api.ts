import { z } from 'zod'
import { mayDo } from '../../access/permissions.ts'
import { DomainError, errorCodes, type ErrorCode } from '../../protocol/errors.ts'
import { roles } from '../../protocol/identifiers.ts'
import type {
  DescribedOperation,
  DescribedRule,
  JsonSchema,
  OpenApiDocument,
} from '../../protocol/interface.ts'
import { errorAnswer } from '../../protocol/api.ts'
import { cookieNames } from '../cookies.ts'
import { statusOf } from '../error-answer.ts'
import type { ListedRoute, PlainRule, Rule } from '../routes.ts'
import { areas } from './areas.ts'
import { errorsOf, parametersOf, routeKey, type Described, type DescribedAnswer } from './described.ts'
import { schemaNames } from './schema-names.ts'

const description = `The relay of hearings to the press.

Whoever is signed in has the cookie \`${cookieNames.session}\`. A hearing is watched with a token of its own
(\`POST /api/hearings/{hearingId}/token\`), over HLS here or over WebRTC, which is signalled by socket.io (namespace \`/watch\`) and
is no part of this description. Bodies are JSON and may hold no field beyond those described; times are milliseconds since
1970 (UTC) where a name ends in \`Ms\`. What would change something is refused to the page of another site. While the database does not
answer, whatever needs it is answered \`store_unavailable\` (503), and an order to close \`closed_unwritten\` (503): it is obeyed, will be
written by itself, and may be sent again until it is answered 200.`

/** JSON has no way to say that a path goes on; OpenAPI 3.1 neither. */
const templateOf = (path: string): string => path.replaceAll(/[:*](\w+)/g, '{$1}')

/** OpenAPI 3.1 of the listed routes that are described, out of the schemas that parse. Throws `internal` for one that has no name. */
export function openApiOf(listed: readonly ListedRoute[], version: string): OpenApiDocument {
  const schemas: Record<string, JsonSchema> = {}
  const referred = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const name = schemaNames.get(schema)
    if (name === undefined) throw new DomainError('internal', 'a schema that is not exported by protocol/')
    schemas[name] ??= jsonSchemaOf(schema, io)
    return { $ref: `#/components/schemas/${name}` }
  }
  const operationOf = (route: ListedRoute, area: string, described: Described): DescribedOperation => ({
    summary: described.says,
    tags: [area],
    security: securityOf(route.rule),
    parameters: [
      ...parametersOf(route.path).map((name) => ({
        name,
        in: 'path' as const,
        required: true,
        schema: { type: 'string' },
      })),
      ...queryOf(described.query),
    ],
    ...requestOf(described.request, referred),
    responses: {
      ...Object.fromEntries(
        Object.entries(described.answers).map(([status, answer]) => [
          status,
          responseOf(described, answer, referred),
        ]),
      ),
      ...errorResponses(errorsOf(route, described)),
      default: { $ref: '#/components/responses/internal' },
    },
    'x-who': whoMay(route.rule),
    'x-errors': errorsOf(route, described),
  })

  const paths: OpenApiDocument['paths'] = {}
  const byKey = new Map(listed.map((route) => [routeKey(route), route]))
  for (const { name, routes } of areas) {
    for (const [key, described] of Object.entries(routes)) {
      const route = byKey.get(key)
      if (route === undefined) continue
      const path = (paths[templateOf(route.path)] ??= {})
      path[route.method] = operationOf(route, name, described)
    }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Press Gallery', version, description },
    tags: areas.map(({ name, says }) => ({ name, description: says })),
    paths,
    components: {
      schemas,
      responses: {
        internal: {
          description:
            'A fault of the server’s own (`internal`, 500), or something that was changed while this request was on its way.',
          content: { 'application/json': { schema: errorSchema(errorCodes) } },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookieNames.session },
        hearingToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        hearingCookie: { type: 'apiKey', in: 'cookie', name: cookieNames.hls },
        metricsToken: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

type Refer = (schema: z.ZodType, io: 'input' | 'output') => JsonSchema

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}

function requestOf(
  request: Described['request'],
  refer: Refer,
): Pick<DescribedOperation, 'requestBody'> | null {
  if (request === null) return null
  const content =
    typeof request === 'string'
      ? { [request]: { schema: {} } }
      : { 'application/json': { schema: refer(request, 'input') } }
  return { requestBody: { required: true, content } }
}

/** A query holds texts: what they are read as. */
function queryOf(query: Described['query']): DescribedOperation['parameters'] {
  return Object.entries(query?.shape ?? {}).map(([name, field]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchemaOf(z.strictObject({ field }).shape.field, 'output'),
  }))
}

function responseOf({ says }: Described, answer: DescribedAnswer, refer: Refer) {
  if (answer === null) return { description: says }
  const content =
    answer instanceof z.ZodType
      ? { 'application/json': { schema: refer(answer, 'output') } }
      : Object.fromEntries(answer.map((type) => [type, { schema: {} }]))
  return { description: says, content }
}

const errorSchema = (codes: readonly ErrorCode[]): JsonSchema =>
  jsonSchemaOf(errorAnswer.extend({ error: z.strictObject({ code: z.enum(codes) }) }), 'output')

function errorResponses(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(codes, (code) => statusOf[code])
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: some.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: errorSchema(some) } },
      },
    ]),
  )
}

const securityOfPlain: Record<PlainRule, DescribedOperation['security']> = {
  public: [],
  session: [{ session: [] }],
  session_or_device: [{ session: [] }],
  hearing: [{ hearingToken: [] }, { hearingCookie: [] }],
  // From the machine itself nothing is asked for.
  operator: [{}, { metricsToken: [] }],
}

const securityOf = (rule: Rule): DescribedOperation['security'] =>
  securityOfPlain[typeof rule === 'object' ? 'session' : rule]

function whoMay(rule: Rule): DescribedRule {
  if (typeof rule === 'string') return { rule }
  const { permission, of } = rule
  return { rule: 'staff', permission, of, roles: roles.filter((role) => mayDo(role, permission)) }
}
