import { beforeEach, describe, expect, it } from 'vitest'
import { pairingCode } from '../protocol/screens.ts'
import { createPairings, pairingLifetimeMs, type Pairings } from './pairings.ts'
import { codeOf } from './testing/access-parts.ts'

const device = (id = 'person-1') => Promise.resolve({ id })

describe('pairings', () => {
  let nowMs: number
  let pairings: Pairings

  beforeEach(() => {
    nowMs = 1_790_000_000_000
    pairings = createPairings({ nowMs: () => nowMs })
  })

  it('give a code to show and a secret of its own, and the device by what somebody types', async () => {
    const { secret, code, untilMs } = await pairings.begin('screen', '192.0.2.1')
    expect(pairingCode.safeParse(code).success).toBe(true)
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(pairings.look(secret)).toEqual({ state: 'waiting', kind: 'screen', code, untilMs })
    const kinds: string[] = []
    const typed = ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `
    await pairings.use(typed, 'technician', (kind) => {
      kinds.push(kind)
      return device()
    })
    expect(kinds).toEqual(['screen'])
    expect(pairings.look(secret)).toEqual({ state: 'paired', deviceId: 'person-1', kind: 'screen' })
  })

  it('are known by their secret alone', async () => {
    const { code } = await pairings.begin('bench', '192.0.2.1')
    for (const guess of [undefined, '', code]) expect(pairings.look(guess)).toEqual({ state: 'ended' })
  })

  it('are good once, and for ten minutes', async () => {
    const first = await pairings.begin('screen', '192.0.2.1')
    await pairings.use(first.code, 'technician', () => device())
    expect(await codeOf(pairings.use(first.code, 'technician', () => device()))).toBe('code_unknown')
    const second = await pairings.begin('screen', '192.0.2.1')
    nowMs += pairingLifetimeMs
    expect(pairings.look(second.secret)).toEqual({ state: 'ended' })
    expect(await codeOf(pairings.use(second.code, 'technician', () => device()))).toBe('code_unknown')
  })

  it('go on where the device could not be made, and are nobody else’s meanwhile', async () => {
    const { secret, code } = await pairings.begin('screen', '192.0.2.1')
    const making = Promise.withResolvers<{ id: string }>()
    const failing = pairings.use(code, 'technician', () => making.promise)
    expect(await codeOf(pairings.use(code, 'other', () => device()))).toBe('code_unknown')
    making.reject(new TypeError('no disk'))
    expect(await codeOf(failing)).toContain('no disk')
    expect(pairings.look(secret)).toMatchObject({ state: 'waiting' })
    expect(await codeOf(pairings.use(code, 'technician', () => device()))).toBe('done')
  })

  it('tell a device that it is paired a few times only', async () => {
    const { secret, code } = await pairings.begin('screen', '192.0.2.1')
    await pairings.use(code, 'technician', () => device())
    const states = Array.from({ length: 7 }, () => pairings.look(secret).state)
    expect(states).toEqual([...Array.from({ length: 5 }, () => 'paired'), 'ended', 'ended'])
  })

  it('stop who guesses codes, and nobody else', async () => {
    const { code } = await pairings.begin('screen', '192.0.2.1')
    for (let i = 0; i < 10; i++)
      expect(await codeOf(pairings.use('222222', 'guesser', () => device()))).toBe('code_unknown')
    expect(await codeOf(pairings.use(code, 'guesser', () => device()))).toBe('too_many_requests')
    expect(await codeOf(pairings.use(code, 'technician', () => device()))).toBe('done')
  })

  it('stop an address that asks for many codes, and no other', async () => {
    for (let i = 0; i < 20; i++) await pairings.begin('screen', '192.0.2.1')
    expect(await codeOf(pairings.begin('screen', '192.0.2.1'))).toBe('too_many_requests')
    expect(await codeOf(pairings.begin('screen', '192.0.2.2'))).toBe('done')
  })
})
