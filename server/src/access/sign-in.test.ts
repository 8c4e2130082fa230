import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { createAccounts, hashPassword, type Accounts } from './accounts.ts'
import { createSessions } from './sessions.ts'
import { createSignIn, signInLimits, type SignIn } from './sign-in.ts'

describe('signing in', () => {
  const limits = {
    ...signInLimits,
    perAccountAndAddress: { failures: 3, withinS: 60 },
    perDevice: { failures: 3, withinS: 60 },
    perAddress: { failures: 6, withinS: 60 },
    perAccount: { failures: 4, withinS: 60, slowDownMs: 1 },
  }
  let accounts: Accounts
  let signIn: SignIn

  beforeEach(async () => {
    const passwordHash = await hashPassword('right')
    accounts = await createAccounts(
      ['ann', 'bob'].map((login) => ({
        login,
        role: 'journalist' as const,
        passwordHash,
        accreditations: [],
      })),
    )
    const sessions = createSessions(new DatabaseSync(':memory:'), 60, () => Date.now())
    signIn = createSignIn(accounts, sessions, pino({ level: 'silent' }), limits)
  })

  const codeOf = async (
    login: string,
    password: string,
    address: string,
    deviceId?: string,
  ): Promise<string> => {
    try {
      await signIn({ login, password, address, deviceId })
      return 'in'
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error)
    }
  }

  it('gives one answer to an unknown login and to a wrong password', async () => {
    expect(await codeOf('ann', 'wrong', 'here')).toBe('wrong_login')
    expect(await codeOf('nobody', 'wrong', 'here')).toBe('wrong_login')
    expect(await codeOf('ann', 'right', 'here')).toBe('in')
  })

  it('stops guessing at one account from one address, guesses sent at once too, and nobody else', async () => {
    const guesses = await Promise.all(Array.from({ length: 5 }, () => codeOf('ann', 'wrong', 'there')))
    expect(guesses.toSorted()).toEqual([
      'too_many_requests',
      'too_many_requests',
      'wrong_login',
      'wrong_login',
      'wrong_login',
    ])
    expect(await codeOf('ann', 'right', 'there')).toBe('too_many_requests')
    expect(await codeOf('ann', 'right', 'here')).toBe('in')
    expect(await codeOf('bob', 'right', 'there')).toBe('in')
  })

  it('lets a browser in that has signed in before, whatever others at its address do', async () => {
    const { device } = await signIn({
      login: 'ann',
      password: 'right',
      address: 'press-centre',
      deviceId: undefined,
    })
    for (let i = 0; i < 10; i++) await codeOf(i % 2 === 0 ? 'ann' : `guess-${i}`, 'wrong', 'press-centre')
    expect(await codeOf('bob', 'right', 'press-centre')).toBe('too_many_requests')
    expect(await codeOf('ann', 'right', 'press-centre', device?.id)).toBe('in')
    expect(await codeOf('bob', 'right', 'press-centre', device?.id)).toBe('too_many_requests')
  })

  it('only slows an account that is guessed at from everywhere', async () => {
    for (let i = 0; i < 8; i++) await codeOf('ann', 'wrong', `address-${i}`)
    expect(await codeOf('ann', 'right', 'at-home')).toBe('in')
  })

  it('does not count those who succeed', async () => {
    for (let i = 0; i < 8; i++) expect(await codeOf('ann', 'right', 'here')).toBe('in')
  })

  it('spends the time of a password on an unknown login', async () => {
    // Without the work it would be a thousand times quicker, so a tenth leaves room for a busy machine.
    const known = await quickest(() => accounts.checkPassword('ann', 'wrong'))
    expect(await quickest(() => accounts.checkPassword('nobody', 'wrong'))).toBeGreaterThan(known / 10)
  })
})

async function quickest(work: () => Promise<unknown>): Promise<number> {
  const timesMs: number[] = []
  for (let i = 0; i < 5; i++) {
    const started = performance.now()
    await work()
    timesMs.push(performance.now() - started)
  }
  return Math.min(...timesMs)
}
