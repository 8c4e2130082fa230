import { createPublicKey } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badTokens, makeToken, type Forgery } from '../../test/bad-tokens.ts'
import { createAccounts, hashPassword } from './accounts.ts'
import { createAdmit } from './admit.ts'
import type { Admit } from './gate.ts'
import { createHearingTokens, type HearingTokens } from './hearing-token.ts'
import { openKeyRing, rotateKeys, type KeyRing } from './key-ring.ts'

const log = pino({ level: 'silent' })
const issuer = 'press-gallery'

describe('the gate', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-gate-'))
  const clock = { nowMs: Date.now() }
  const nowMs = (): number => clock.nowMs
  let keys: KeyRing
  let tokens: HearingTokens
  let admit: Admit

  beforeAll(async () => {
    keys = openKeyRing(dataDir, nowMs, log)
    tokens = createHearingTokens({ keys, issuer, lifetimeS: 600, nowMs })
    const passwordHash = await hashPassword('x')
    const accounts = await createAccounts([
      { login: 'journalist', role: 'journalist', passwordHash, accreditations: ['hearing-1'] },
      { login: 'stranger', role: 'journalist', passwordHash, accreditations: [] },
      { login: 'technician', role: 'technician', passwordHash, accreditations: [] },
    ])
    const live = new Set(['hearing-1', 'hearing-2'])
    admit = createAdmit({ tokens, accounts, isLive: (id) => live.has(id), nowMs, log })
  })
  afterAll(() => rm(dataDir, { recursive: true }))

  const forgery = (): Forgery => {
    const { kid, privateKey } = keys.signing()
    const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })
    return {
      kid,
      privateKey,
      publicPem,
      issuer,
      hearingId: 'hearing-1',
      otherHearingId: 'hearing-2',
      login: 'journalist',
      strangerLogin: 'stranger',
      nowMs: nowMs(),
    }
  }
  const codeOf = (token: string | undefined, hearingId = 'hearing-1'): unknown => {
    try {
      admit(token, hearingId, 'webrtc')
      return 'admitted'
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error
    }
  }

  it('admits the bearer of a good token, and tells what it says', () => {
    const { token, expiresAtMs } = tokens.issue('hearing-1', 'journalist', 'journalist')
    const admission = admit(token, 'hearing-1', 'hls_segment')
    expect(admission).toMatchObject({
      hearingId: 'hearing-1',
      login: 'journalist',
      role: 'journalist',
      expiresAtMs,
    })
    expect(codeOf(makeToken(forgery()))).toBe('admitted')
  })

  it('refuses every bad token, and tells only who would be admitted that theirs has ended', () => {
    const answers = badTokens(forgery()).map(({ name, token }) => ({ name, code: codeOf(token) }))
    expect(answers).toEqual(badTokens(forgery()).map(({ name, code }) => ({ name, code })))
  })

  it('refuses a technician at a hearing that does not exist', () => {
    const { token } = tokens.issue('no-such-hearing', 'technician', 'technician')
    expect(codeOf(token, 'no-such-hearing')).toBe('refused')
  })

  it('ends a token at its end, to the millisecond', () => {
    const { token, expiresAtMs } = tokens.issue('hearing-1', 'journalist', 'journalist')
    clock.nowMs = expiresAtMs - 1
    expect(codeOf(token)).toBe('admitted')
    clock.nowMs = expiresAtMs
    expect(codeOf(token)).toBe('token_expired')
    clock.nowMs = Date.now()
  })

  it('keeps keys where only their owner may read them', () => {
    expect(statSync(join(dataDir, 'keys', 'hearing-tokens.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700)
  })

  it('takes a rotated key without a restart; the tokens of the one before are good until they end', () => {
    const before = tokens.issue('hearing-1', 'journalist', 'journalist')
    const oldKid = keys.signing().kid
    const kid = rotateKeys(dataDir, nowMs())
    expect(keys.signing().kid).toBe(kid)
    expect(kid).not.toBe(oldKid)
    expect(codeOf(before.token)).toBe('admitted')
    expect(codeOf(tokens.issue('hearing-1', 'journalist', 'journalist').token)).toBe('admitted')
    expect(keys.jwks().keys.map((key) => key['kid'])).toEqual([kid, oldKid])
    expect(keys.jwks().keys.every((key) => !('d' in key))).toBe(true)

    clock.nowMs += 20 * 60_000
    expect(keys.jwks().keys.map((key) => key['kid'])).toEqual([kid])
    expect(codeOf(before.token)).toBe('refused')
    clock.nowMs = Date.now()
  })

  it('signs with the same key after a restart', () => {
    expect(openKeyRing(dataDir, nowMs, log).signing().kid).toBe(keys.signing().kid)
  })
})
