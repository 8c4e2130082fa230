import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDirectoryServer, type DirectoryServer } from '../access/testing/directory-server.ts'
import { cookieValue, startPeopleHttp, type PeopleHttp } from './testing/people-http.ts'

let directory: DirectoryServer
let http: PeopleHttp
let jar: Map<string, string>
beforeEach(async () => {
  directory = await startDirectoryServer()
  http = await startPeopleHttp({ directory, secure: false })
  http.access.clock.nowMs = Date.now()
  directory.serve(http.url)
  jar = new Map()
})
afterEach(async () => {
  await http.stop()
  await directory.stop()
})

/** One step of a browser, which keeps its cookies by host. */
async function go(address: string): Promise<{ status: number; location: string | null; cookies: string[] }> {
  const { host } = new URL(address)
  const cookie = [...jar]
    .filter(([key]) => key.startsWith(host))
    .map(([key, value]) => `${key.slice(host.length)}=${value}`)
  const answer = await fetch(address, { redirect: 'manual', headers: { Cookie: cookie.join('; ') } })
  const cookies = answer.headers.getSetCookie()
  for (const set of cookies) {
    const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/)
    jar.set(host + name, value)
  }
  await answer.arrayBuffer()
  const location = answer.headers.get('location')
  return { status: answer.status, location: location && new URL(location, address).href, cookies }
}

/** From our page to the directory and up to the address that it sends the browser back to. */
async function throughDirectory(): Promise<string> {
  let address = `${http.url}/api/session/oidc`
  for (let step = 0; step < 10; step++) {
    const { location } = await go(address)
    if (location === null || location.startsWith(`${http.url}/api/session/oidc/callback`))
      return location ?? ''
    address = location
  }
  return ''
}

const session = () => jar.get(`${new URL(http.url).host}pg_session`) ?? ''
const failed = (): string => `${http.url}/sign-in#directory-failed`

describe('signing in by a directory', () => {
  it('lets in whose login the directory names', async () => {
    const { personId } = await http.access.person('ann')
    directory.person = { sub: 'ann' }
    const back = await go(await throughDirectory())
    expect([back.status, back.location]).toEqual([303, `${http.url}/`])
    expect(await http.access.sessions.find(session())).toMatchObject({ personId })
    expect(cookieValue(back.cookies, 'pg_oidc')).toBe('')
    expect((await http.call('GET', '/api/session/methods')).body).toEqual({ oidc: true })
  })

  it('lets in whose address the directory has verified, and nobody by one that it has not', async () => {
    const { personId } = await http.access.person('ann')
    await http.access.people.change(personId, { email: 'ann@example.kz' }, null)
    directory.person = { sub: '4711', email: 'Ann@Example.kz', email_verified: false }
    expect((await go(await throughDirectory())).location).toBe(failed())
    jar.clear()
    directory.person = { sub: '4711', email: 'Ann@Example.kz', email_verified: true }
    expect((await go(await throughDirectory())).location).toBe(`${http.url}/`)
    expect(await http.access.sessions.find(session())).toMatchObject({ personId })
  })

  it('lets nobody in whom only the directory knows, and makes no account', async () => {
    directory.person = { sub: 'eve', email: 'eve@example.com', email_verified: true }
    expect((await go(await throughDirectory())).location).toBe(failed())
    expect(session()).toBe('')
    expect(await http.access.people.list('all', true)).toEqual([])
    expect(await http.access.auditKinds()).toContain('session.failed')
  })

  it.each([
    { name: 'another browser’s answer', spoil: async () => jar.clear() },
    {
      name: 'an answer to an earlier question',
      spoil: async () => {
        await go(`${http.url}/api/session/oidc`)
      },
    },
    {
      name: 'a question that was forged',
      spoil: async () => jar.set(`${new URL(http.url).host}pg_oidc`, 'sealed%3A1%3Aforged'),
    },
    {
      name: 'an answer after ten minutes',
      spoil: async () => {
        http.access.clock.nowMs += 600_000
      },
    },
  ])('takes no $name', async ({ spoil }) => {
    await http.access.person('ann')
    directory.person = { sub: 'ann' }
    const back = await throughDirectory()
    expect(back).toContain('code=')
    await spoil()
    expect((await go(back)).location).toBe(failed())
    expect(session()).toBe('')
  })

  it('takes an answer once, and none with a state of somebody else', async () => {
    await http.access.person('ann')
    directory.person = { sub: 'ann' }
    const forged = new URL(await throughDirectory())
    forged.searchParams.set('state', 'x'.repeat(43))
    const kept = new Map(jar)
    expect((await go(forged.href)).location).toBe(failed())
    jar = new Map(kept)
    const back = await throughDirectory()
    const again = new Map(jar)
    expect((await go(back)).location).toBe(`${http.url}/`)
    jar = again
    expect((await go(back)).location).toBe(failed())
  })

  it('says so when the directory is away, and works again when it is back', async () => {
    const away = await startDirectoryServer()
    const ours = await startPeopleHttp({ directory: away, secure: false })
    try {
      ours.access.clock.nowMs = Date.now()
      expect((await go(`${ours.url}/api/session/oidc`)).location).toBe(`${ours.url}/sign-in#directory-failed`)
      away.serve(ours.url)
      expect((await go(`${ours.url}/api/session/oidc`)).location).toContain(away.issuer)
    } finally {
      await ours.stop()
      await away.stop()
    }
  })
})

it('there is no such way in where no directory is set', async () => {
  const without = await startPeopleHttp()
  expect((await without.call('GET', '/api/session/oidc')).status).toBe(404)
  expect((await without.call('GET', '/api/session/oidc/callback?code=x')).status).toBe(404)
  expect((await without.call('GET', '/api/session/methods')).body).toEqual({ oidc: false })
  await without.stop()
})
