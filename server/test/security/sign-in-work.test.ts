import type * as argon2 from '@node-rs/argon2'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PeopleHttp } from '../../src/http/testing/people-http.ts'

/** The costs in each hash that a password was compared with. */
const compared = vi.hoisted((): string[] => [])
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>()
  return {
    ...real,
    verify: (hash: string, ...rest: [string]) => {
      compared.push(hash.split('$').slice(1, 4).join(' '))
      return real.verify(hash, ...rest)
    },
  }
})

// Other files share the process: they have loaded what hashes, and are to load it again as it is.
vi.resetModules()
const { startPeopleHttp } = await import('../../src/http/testing/people-http.ts')
afterAll(() => {
  vi.doUnmock('@node-rs/argon2')
  vi.resetModules()
})

let http: PeopleHttp
beforeEach(async () => {
  http = await startPeopleHttp()
})
afterEach(() => http.stop())

it('signing in costs the same for a login that is not there as for a wrong password', async () => {
  await http.access.person('ann')
  const { personId: gone } = await http.access.person('gone')
  await http.access.people.remove(gone, null)
  await http.access.people.create({ login: 'invited', name: 'x', language: 'ru', grants: [] }, null)
  const work: Record<string, string[]> = {}
  for (const login of ['ann', 'nobody', 'gone', 'invited']) {
    compared.length = 0
    await http.call('POST', '/api/session', { login, password: 'wrong' })
    work[login] = [...compared]
  }
  const once = ['argon2id v=19 m=19456,t=2,p=1']
  expect(work).toEqual({ ann: once, nobody: once, gone: once, invited: once })
})
