import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { badTokens, makeToken } from '../../test/bad-tokens.ts'
import { cookieOf, password, segment, startHttp, type HttpFixture } from '../../test/http-fixture.ts'
import { hearingsAnswer, tokenAnswer } from '../protocol/api.ts'

let http: HttpFixture
beforeAll(async () => {
  http = await startHttp()
})
afterAll(() => http.stop())

/** All that an answer tells: status, headers but the date, body. */
async function wholeAnswer(answer: Response): Promise<string> {
  const headers = [...answer.headers].filter(([name]) => name !== 'date')
  return JSON.stringify([answer.status, headers, await answer.text()])
}

const json = (body: unknown, origin?: string): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...(origin === undefined ? {} : { Origin: origin }) },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** The hearings that somebody's list shows, and whether they may be watched. */
async function listOf(login: string): Promise<Record<string, boolean>> {
  const answer = await http.request('/api/hearings', { headers: { Cookie: await http.signIn(login) } })
  const { hearings } = hearingsAnswer.parse(await answer.json())
  return Object.fromEntries(hearings.map(({ id, mayWatch }) => [id, mayWatch]))
}

describe('the gate over HTTP', () => {
  const paths = ['index.m3u8', segment.name]
  const statusOf: Record<string, number> = { refused: 403, token_expired: 401 }

  it.each(paths)('gives %s for a good token, in the header or in the cookie', async (name) => {
    const token = makeToken(http.forgery())
    const byHeader = await http.request(`/hls/hearing-1/${name}`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const byCookie = await http.request(`/hls/hearing-1/${name}`, { headers: { Cookie: `pg_hls=${token}` } })
    expect([byHeader.status, byCookie.status]).toEqual([200, 200])
    expect(await byHeader.text()).toBe(await byCookie.text())
  })

  it.each(paths)('refuses %s for every bad token, in the header and in the cookie', async (name) => {
    const answers: unknown[] = []
    const expected: unknown[] = []
    for (const { name: kind, token, code } of badTokens(http.forgery())) {
      for (const headers of [
        { Authorization: `Bearer ${token ?? ''}` },
        { Cookie: `pg_hls=${token ?? ''}` },
      ]) {
        const answer = await http.request(`/hls/hearing-1/${name}`, { headers })
        answers.push([kind, answer.status, await answer.json()])
        expected.push([kind, statusOf[code], { error: { code } }])
      }
    }
    expect(answers).toEqual(expected)
  })

  it('never takes a token from the address', async () => {
    const token = makeToken(http.forgery())
    for (const query of ['token', 'access_token', 'jwt', 'pg_hls']) {
      expect((await http.request(`/hls/hearing-1/index.m3u8?${query}=${token}`)).status).toBe(403)
    }
  })

  it('answers alike, byte for byte, for a hearing that exists and one that does not', async () => {
    const session = await http.signIn('stranger')
    const bearer = {
      Authorization: `Bearer ${makeToken(http.forgery(), { sub: http.personId('stranger') })}`,
    }
    const pairs: [string, RequestInit][] = [
      ['/hls/ID/index.m3u8', {}],
      ['/hls/ID/index.m3u8', { headers: bearer }],
      ['/hls/ID/segment-0.m4s', { headers: bearer }],
      ['/hls/ID/a/b/c', { headers: bearer }],
      ['/api/hearings/ID/token', { method: 'POST', headers: { Cookie: session } }],
      ['/api/hearings/ID/token', { method: 'POST' }],
    ]
    for (const [path, init] of pairs) {
      const real = await wholeAnswer(await http.request(path.replace('ID', 'hearing-1'), init))
      const unreal = await wholeAnswer(await http.request(path.replace('ID', 'no-such-one'), init))
      expect(unreal).toBe(real)
      expect(real).toMatch(/refused|not_signed_in/)
    }
  })

  it('asks before it looks for a file, and gives only what is listed', async () => {
    const headers = { Authorization: `Bearer ${makeToken(http.forgery())}` }
    expect((await http.request('/hls/hearing-1/nothing.m4s', { headers })).status).toBe(404)
    expect((await http.request('/hls/hearing-1/nothing.m4s')).status).toBe(403)
    expect(await rawStatus('/hls/hearing-1/..%2f..%2fkeys%2fhearing-tokens.json', headers)).toBe(404)
    expect(await rawStatus('/hls/hearing-1/%E0%A4%A', headers)).toBe(400)
  })

  it('keeps media out of every cache, for what may be had now may be refused in a moment', async () => {
    const headers = { Authorization: `Bearer ${makeToken(http.forgery())}` }
    const playlist = await http.request('/hls/hearing-1/index.m3u8', { headers })
    const file = await http.request(`/hls/hearing-1/${segment.name}`, { headers })
    expect(playlist.headers.get('cache-control')).toBe('private, no-store')
    expect(playlist.headers.get('content-type')).toContain('application/vnd.apple.mpegurl')
    expect(file.headers.get('cache-control')).toBe('private, no-store')
    expect(file.headers.get('vary')).toBe('Authorization, Cookie')
  })
})

describe('sessions and tokens over HTTP', () => {
  it('signs in, lists what may be watched, gives a token and its cookie, signs out', async () => {
    const answer = await http.request('/api/session', json({ login: 'journalist', password }))
    expect(await answer.json()).toMatchObject({
      personId: http.personId('journalist'),
      login: 'journalist',
      grants: [{ role: 'journalist', courtId: 'court-1' }],
      may: [],
    })
    expect(answer.headers.getSetCookie()[0]).toMatch(/^pg_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/)
    const headers = { Cookie: cookieOf(answer, 'pg_session') }
    expect(await (await http.request('/api/session', { headers })).json()).toMatchObject({
      login: 'journalist',
    })
    const listed = z.object({ hearings: z.array(z.object({ id: z.string(), watch: z.string() })) })
    const { hearings } = listed.parse(await (await http.request('/api/hearings', { headers })).json())
    expect(hearings).toContainEqual({ id: 'hearing-1', watch: '/watch/hearing-1' })

    // Of the first hearing the tests above read, by no sign-in.
    const given = await http.request('/api/hearings/hearing-2/token', { method: 'POST', headers })
    expect(given.headers.getSetCookie()[0]).toMatch(
      /^pg_hls=[\w.-]+; Max-Age=\d+; Path=\/hls\/hearing-2; .*HttpOnly; SameSite=Strict$/,
    )
    const { token, expiresAt } = tokenAnswer.parse(await given.json())
    expect(Date.parse(expiresAt) - http.clock.nowMs).toBeLessThanOrEqual(600_000)
    const bearer = { Authorization: `Bearer ${token}` }
    expect((await http.request('/hls/hearing-2/index.m3u8', { headers: bearer })).status).toBe(200)

    const out = await http.request('/api/session', { method: 'DELETE', headers })
    expect(out.status).toBe(204)
    for (const cookie of [
      'pg_session=; Path=/;',
      'pg_hls=; Path=/hls/hearing-1;',
      'pg_hls=; Path=/hls/hearing-2;',
    ]) {
      expect(out.headers.getSetCookie().some((cleared) => cleared.startsWith(cookie))).toBe(true)
    }
    expect((await http.request('/api/session', { headers })).status).toBe(401)
    expect((await http.request('/api/hearings/hearing-1/token', { method: 'POST', headers })).status).toBe(
      401,
    )
  })

  it('shows each person what they may watch, and what they may ask for', async () => {
    expect(await listOf('journalist')).toEqual({ 'hearing-1': true, 'hearing-1b': false, 'hearing-2': true })
    expect(await listOf('stranger')).toEqual({ 'hearing-1': false, 'hearing-1b': false, 'hearing-2': false })
    expect(await listOf('technician')).toEqual({ 'hearing-1': true, 'hearing-1b': true, 'hearing-2': true })
    expect(await listOf('auditor')).toEqual({})
  })

  it('gives no token, and no standing, to who has no right', async () => {
    const headers = { Cookie: await http.signIn('stranger') }
    const token = await http.request('/api/hearings/hearing-1/token', { method: 'POST', headers })
    const standing = await http.request('/api/hearings/hearing-1/standing', { headers })
    expect([token.status, standing.status]).toEqual([403, 403])
  })

  it('answers an unknown login and a wrong password alike', async () => {
    const wrong = await http.request('/api/session', json({ login: 'journalist', password: 'x' }))
    const unknown = await http.request('/api/session', json({ login: 'nobody', password: 'x' }))
    expect(wrong.status).toBe(401)
    expect(await wholeAnswer(wrong)).toBe(await wholeAnswer(unknown))
  })

  it.each([
    { name: 'no JSON', body: '{', status: 400, code: 'bad_request' },
    {
      name: 'a field too many',
      body: { login: 'a', password: 'b', role: 'technician' },
      status: 400,
      code: 'bad_request',
    },
    { name: 'no text', body: { login: ['a'], password: {} }, status: 400, code: 'bad_request' },
    {
      name: 'far too much',
      body: { login: 'a', password: 'b'.repeat(20_000) },
      status: 413,
      code: 'too_large',
    },
  ])('answers $name with $code', async ({ body, status, code }) => {
    const answer = await http.request('/api/session', json(body))
    expect([answer.status, await answer.json()]).toEqual([status, { error: { code } }])
  })

  it('does not read a form, which any page may send', async () => {
    const body = JSON.stringify({ login: 'journalist', password })
    const answer = await http.request('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body,
    })
    expect(answer.status).toBe(400)
  })

  it.each([
    { origin: 'http://evil.example', status: 403 },
    { origin: 'null', status: 403 },
    { origin: 'https://press.example', status: 200 },
  ])('answers a sign-in from a page of $origin with $status', async ({ origin, status }) => {
    const body = { login: 'journalist', password }
    const answer = await http.request('/api/session', json(body, origin))
    expect(answer.status).toBe(status)
  })

  it('publishes the public halves of its keys', async () => {
    const { keys } = z
      .object({ keys: z.array(z.record(z.string(), z.string())) })
      .parse(await (await http.request('/.well-known/jwks.json')).json())
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  })
})

describe('pages, health and headers', () => {
  it.each(['/', '/sign-in', '/hearings', '/watch/hearing-1', '/watch/no-such-one'])(
    'serves the client at %s',
    async (path) => {
      const answer = await http.request(path)
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-cache'])
      expect(await answer.text()).toContain('<title>Press Gallery</title>')
    },
  )

  it('serves hashed assets for ever, and nothing beside the client', async () => {
    const asset = await http.request('/assets/main-0a1b2c.js')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const path of ['/api/nothing', '/nothing', '/assets/nothing.js', '/hls/hearing-1']) {
      const answer = await http.request(path)
      expect([path, answer.status, await answer.json()]).toEqual([
        path,
        404,
        { error: { code: 'not_found' } },
      ])
    }
    expect(await rawStatus('/../keys/hearing-tokens.json')).toBe(404)
    expect(await rawStatus('/assets/..%2f..%2fkeys%2fhearing-tokens.json')).toBe(404)
  })

  it('sends a content security policy without anything unsafe, and tells nothing of itself', async () => {
    const { headers } = await http.request('/')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`connect-src 'self' ws://${new URL(http.url).host}`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('data:')
    expect(policy.split(';').filter((directive) => directive.includes('blob:'))).toEqual([
      "media-src 'self' blob:",
    ])
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('is alive, and ready when every part is', async () => {
    expect((await http.request('/healthz')).status).toBe(200)
    expect((await http.request('/readyz')).status).toBe(200)
    http.parts['sfu'] = false
    const answer = await http.request('/readyz')
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, parts: { sfu: false, database: true } },
    ])
    http.parts['sfu'] = true
  })

  it('tells metrics to this machine and to the bearer of their token, also behind a proxy', async () => {
    const text = await (await http.request('/metrics')).text()
    expect(text).toContain('press_gallery_feeds{state="reconnecting"} 1')
    expect(text).toContain('press_gallery_viewers{courtroom="room-1"} 3')
    expect(text).toContain('press_gallery_sfu_held{kind="transports"} 6')
    expect(text).toContain('press_gallery_sockets{namespace="/watch"} 3')
    expect(text).toContain('press_gallery_recorder_lag_seconds{hearing="hearing-1"} 1.5')
    expect(text).toContain('nodejs_eventloop_lag_seconds')

    // A proxy that is not named in the settings, then one that is.
    const forwarded = { 'X-Forwarded-For': '203.0.113.9' }
    expect((await http.request('/metrics', { headers: forwarded })).status).toBe(404)
    const proxied = await startHttp({ trustProxy: ['loopback'] })
    try {
      expect((await proxied.request('/metrics', { headers: forwarded })).status).toBe(404)
      const bearer = { ...forwarded, Authorization: 'Bearer a-token-for-metrics' }
      expect((await proxied.request('/metrics', { headers: bearer })).status).toBe(200)
      const wrong = { ...forwarded, Authorization: 'Bearer a-token-for-metricz' }
      expect((await proxied.request('/metrics', { headers: wrong })).status).toBe(404)
    } finally {
      await proxied.stop()
    }
  })

  it('marks cookies Secure and demands HTTPS where browsers come over it', async () => {
    const secure = await startHttp({ secure: true })
    try {
      const answer = await secure.request('/api/session', json({ login: 'stranger', password }))
      expect(answer.headers.getSetCookie().every((cookie) => cookie.includes('; Secure'))).toBe(true)
      expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
    } finally {
      await secure.stop()
    }
  })

  it('has no route that was made past the access rules', () => {
    const layers = z
      .array(z.object({ route: z.object({ path: z.string() }).optional() }))
      .parse(http.app.router.stack)
    const made = layers.flatMap(({ route }) => (route === undefined ? [] : [route.path]))
    expect(made).toEqual(http.routes.listed.map(({ path }) => path))
  })
})

/** Unlike fetch, sends a path as it is. */
function rawStatus(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(http.url)
    httpRequest({ hostname, port, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}
