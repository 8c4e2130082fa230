import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describedRoutes } from '../../src/http/interface/areas.ts'
import { parametersOf, routeKey } from '../../src/http/interface/described.ts'
import { pagePaths } from '../../src/http/pages.ts'
import { createWorld, type World } from '../interface/case.ts'
import { rawCall, type RawAnswer } from '../interface/raw-call.ts'
import { startHttp, type HttpFixture } from '../http-fixture.ts'

// Nothing listens there.
const directory = { issuer: 'http://127.0.0.1:9', clientId: 'press-gallery', clientSecret: 'a secret' }
const staff = ['press', 'admin', 'clerk'] as const

let http: HttpFixture
let world: World
beforeAll(async () => {
  http = await startHttp({ directory })
  world = createWorld(http)
})
afterAll(() => http.stop())

/** The path of a route with each parameter as given, or as something that is there. */
const pathOf = (path: string, as?: string): string =>
  path.replaceAll(/[:*](\w+)/g, (_all, name: string) => as ?? world.known.get(name) ?? 'none')

const writing = () => http.routes.listed.filter(({ method }) => method !== 'get')

describe('another site’s page (CSRF)', () => {
  it.each([
    { name: 'a foreign Origin', headers: { Origin: 'https://evil.example' } },
    { name: 'an Origin like ours', headers: { Origin: 'https://press.example.evil.example' } },
    { name: 'no Origin of its own', headers: { Origin: 'null' } },
    {
      name: 'a navigation without Origin',
      headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    },
    { name: 'a neighbouring host without Origin', headers: { 'Sec-Fetch-Site': 'same-site' } },
  ])('changes nothing by any route, with $name and the cookie', async ({ headers }) => {
    const Cookie = await world.sessionOf('admin')
    for (const { method, path } of writing()) {
      const answer = await rawCall(http.url, {
        method: method.toUpperCase(),
        path: pathOf(path),
        headers: { ...headers, Cookie },
      })
      expect([path, answer.status, answer.headers['set-cookie']]).toEqual([path, 403, undefined])
    }
  })

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'can send no form of %s that is read',
    async (type) => {
      for (const { method, path } of writing()) {
        const { request } = describedRoutes[`${method.toUpperCase()} ${path}`] ?? {}
        if (request === null) continue
        for (const login of staff) {
          const answer = await rawCall(http.url, {
            method: method.toUpperCase(),
            path: pathOf(path),
            headers: { Cookie: await world.sessionOf(login), 'Content-Type': type, 'Content-Length': '18' },
            body: '{"name":"Changed"}',
          })
          expect([path, [400, 403].includes(answer.status)]).toEqual([path, true])
        }
      }
    },
  )
})

it('every page, file and error says that no other page may frame it (clickjacking)', async () => {
  const paths = [...pagePaths, '/assets/main-0a1b2c.js', '/nothing', '/api/session', '/healthz']
  for (const path of paths) {
    const { headers } = await rawCall(http.url, { method: 'GET', path: pathOf(path) })
    expect([path, headers['x-frame-options']]).toEqual([path, 'DENY'])
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  }
})

const wanderings = [
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2fkeys%2fhearing-tokens.json',
  '..%5c..%5ckeys%5chearing-tokens.json',
  '%2fetc%2fpasswd',
  'index.m3u8%00.m4s',
  'a'.repeat(5000),
  '%D0%B0',
]

it.each(wanderings)('no name in a path leads out of its place, or to a fault: %s', async (name) => {
  const Authorization = `Bearer ${await tokenOf('journalist')}`
  for (const listed of http.routes.listed) {
    const { method, path } = listed
    if (parametersOf(path).length === 0 || pagePaths.includes(path)) continue
    for (const login of staff) {
      const answer = await rawCall(http.url, {
        method: method.toUpperCase(),
        path: path.startsWith('/hls/') ? `/hls/hearing-1/${name}` : pathOf(path, name),
        headers: { Cookie: await world.sessionOf(login), Authorization },
      })
      // A GET of a list by a name that is nobody's may be empty; nothing is ever found.
      expect([routeKey(listed), answer.status >= 400 && answer.status < 500]).toEqual([
        routeKey(listed),
        true,
      ])
      expect(answer.text).not.toMatch(/root:|privateKey/)
    }
  }
})

async function tokenOf(login: string): Promise<string> {
  const { text } = await rawCall(http.url, {
    method: 'POST',
    path: '/api/hearings/hearing-1/token',
    headers: { Cookie: await world.sessionOf(login) },
  })
  return /"token":"([^"]*)"/.exec(text)?.[1] ?? ''
}

it('no text with NUL goes further than the door', async () => {
  const Cookie = await world.sessionOf('clerk')
  for (const body of ['{"title":"a\\u0000b"}', '{"notes":{"kk":"","ru":"","en":"\\u0000"}}']) {
    const answer = await rawCall(http.url, {
      method: 'PATCH',
      path: '/api/hearings/hearing-1',
      headers: { Cookie, 'Content-Type': 'application/json' },
      body,
    })
    expect([answer.status, answer.text]).toEqual([400, '{"error":{"code":"bad_request"}}'])
  }
})

const isElsewhere = ({ headers: { location } }: RawAnswer): boolean =>
  location !== undefined && new URL(location, http.url).origin !== http.url

describe('whoever is sent on', () => {
  it.each([
    '/api/session/oidc?next=https://evil.example',
    '/api/session/oidc/callback?code=x&state=y&next=//evil.example&redirect_uri=https://evil.example',
    '/api/session/oidc/callback?iss=https://evil.example&error=x&error_uri=https://evil.example',
  ])('stays with us, whatever the address asks for: %s', async (path) => {
    const answer = await rawCall(http.url, { method: 'GET', path })
    expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in#directory-failed'])
  })

  it.each([
    '//evil.example',
    '//evil.example/%2e%2e',
    '//evil.example/..%2f',
    '/assets',
    '/assets//evil.example/..',
    '/%5cevil.example',
    '/sign-in/?next=//evil.example',
  ])('is sent nowhere by %s', async (path) => {
    expect(isElsewhere(await rawCall(http.url, { method: 'GET', path }))).toBe(false)
  })
})
