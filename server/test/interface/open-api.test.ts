import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorAnswer } from '../../src/protocol/api.ts'
import { openApiDocument, type OpenApiDocument } from '../../src/protocol/interface.ts'
import { startHttp, type HttpFixture } from '../http-fixture.ts'

let http: HttpFixture
let document: OpenApiDocument
beforeAll(async () => {
  http = await startHttp()
  document = openApiDocument.parse(await (await http.request('/api/openapi.json')).json())
})
afterAll(() => http.stop())

it('refers to nothing that is not in it', () => {
  const known = new Set([
    ...Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
    ...Object.keys(document.components.responses).map((name) => `#/components/responses/${name}`),
  ])
  const references = JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)
  expect(Array.from(references, ([, to = '']) => to).filter((to) => !known.has(to))).toEqual([])
})

it('names each parameter that a path holds', () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    const held = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name)
    for (const { parameters } of Object.values(operations)) {
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(held)
    }
  }
})

it('has the schemas that parse, with their limits, and says who may', () => {
  const { orderRequest, sessionRequest } = document.components.schemas
  expect(sessionRequest).toMatchObject({
    additionalProperties: false,
    required: ['login', 'password'],
    properties: { password: { type: 'string', minLength: 1, maxLength: 1024 } },
  })
  expect(orderRequest).toMatchObject({ properties: { order: { enum: expect.arrayContaining(['close']) } } })
  expect(document.paths['/api/hearings/{hearingId}/ejections']?.['post']).toMatchObject({
    security: [{ session: [] }],
    'x-who': {
      rule: 'staff',
      permission: 'hearings.eject',
      of: 'hearing',
      roles: ['press_officer', 'clerk'],
    },
    'x-errors': ['bad_request', 'too_large', 'not_signed_in', 'refused'],
  })
})

/** Where the objects are that may hold more than is described. */
function openObjects(value: unknown, place: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { additionalProperties, properties } = { additionalProperties: null, properties: null, ...value }
  const own = properties !== null && additionalProperties !== false ? [place] : []
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => openObjects(inner, `${place}/${key}`))]
}

it('takes no field beyond those described, however deep, but in what authenticators send', () => {
  const requests = Object.values(document.paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}))
    .map(({ schema }) => String(Object.values(schema)[0]).replace('#/components/schemas/', ''))
  const open = requests.flatMap((name) => openObjects(document.components.schemas[name], name))
  expect(open.map((place) => place.split('/')[0])).toEqual([
    'passkeySignInRequest',
    'passkeySignInRequest',
    'passkeyAddRequest',
    'passkeyAddRequest',
  ])
})

it('says of a fault of the server’s own what the server then answers', async () => {
  const headers = { Cookie: await http.signIn('clerk') }
  await http.database.schema.dropTable('sessions').execute()
  const answer = await http.request('/api/session', { headers })
  expect([answer.status, errorAnswer.parse(await answer.json())]).toEqual([
    500,
    { error: { code: 'internal' } },
  ])
  expect(document.paths['/api/session']?.['get']?.responses['default']).toEqual({
    $ref: '#/components/responses/internal',
  })
})
