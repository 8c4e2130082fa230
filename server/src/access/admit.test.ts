import { createPublicKey } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badTokens, makeToken, type Forgery } from '../../test/bad-tokens.ts'
import { importCourt } from '../court-import.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { openTestStore, type TestStore } from '../store/testing/stores.ts'
import { testCourt } from '../../test/test-court.ts'
import { createAdmit } from './admit.ts'
import { createRights } from './rights-of-store.ts'
import { createTokenBars, type TokenBars } from './token-bars.ts'
import type { Admit, MediaPath } from './gate.ts'
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
  let store: TestStore
  let onAir: Set<string>
  let bars: TokenBars
  const idOf = new Map<string, string>()
  const person = (login: string): string => idOf.get(login) ?? ''

  beforeAll(async () => {
    keys = openKeyRing(dataDir, nowMs, log)
    tokens = createHearingTokens({ keys, issuer, lifetimeS: 600, nowMs })
    store = await openTestStore()
    const { database } = store
    const audit = createAuditLog(nowMs)
    await importCourt(testCourt(), { database, audit, sealingKey: Buffer.alloc(32), nowMs })
    const rows = await database.selectFrom('people').select(['login', 'id']).execute()
    for (const { login, id } of rows) idOf.set(login, id)
    onAir = new Set(['hearing-1', 'hearing-2'])
    bars = createTokenBars(nowMs)
    const rights = createRights({ database, nowMs })
    admit = createAdmit({
      tokens,
      rights,
      bars,
      isSignedIn: (id) => Promise.resolve(id !== 'ended'),
      isOnAir: (id) => Promise.resolve(onAir.has(id)),
      nowMs,
      log,
    })
  })
  afterAll(async () => {
    await store.end()
    await rm(dataDir, { recursive: true })
  })

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
      subjectId: person('journalist'),
      strangerId: person('stranger'),
      nowMs: nowMs(),
    }
  }
  const codeOf = async (
    token: string | undefined,
    hearingId = 'hearing-1',
    path: MediaPath = 'webrtc',
  ): Promise<unknown> => {
    try {
      await admit(token, hearingId, path)
      return 'admitted'
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error
    }
  }

  it('admits the bearer of a good token, and tells what it says', async () => {
    const { token, expiresAtMs } = tokens.issue('hearing-1', person('journalist'), 'journalist')
    const admission = await admit(token, 'hearing-1', 'hls_segment')
    expect(admission).toMatchObject({
      hearingId: 'hearing-1',
      subjectId: person('journalist'),
      role: 'journalist',
      expiresAtMs,
    })
    expect(await codeOf(makeToken(forgery()))).toBe('admitted')
  })

  it('refuses every bad token, and tells only who would be admitted that theirs has ended', async () => {
    const bad = badTokens(forgery())
    const answers = await Promise.all(
      bad.map(async ({ name, token }) => ({ name, code: await codeOf(token) })),
    )
    expect(answers).toEqual(bad.map(({ name, code }) => ({ name, code })))
  })

  it('refuses a technician at a hearing that does not exist', async () => {
    const { token } = tokens.issue('no-such-hearing', person('technician'), 'technician')
    expect(await codeOf(token, 'no-such-hearing')).toBe('refused')
  })

  it('lets the entitled wait for a hearing that is off the air, and gives them none of its media', async () => {
    const { token } = tokens.issue('hearing-1', person('journalist'), 'journalist')
    onAir.delete('hearing-1')
    expect(await codeOf(token, 'hearing-1', 'attend')).toBe('admitted')
    for (const path of ['webrtc', 'hls_playlist', 'hls_segment'] as const)
      expect(await codeOf(token, 'hearing-1', path)).toBe('not_on_air')
    expect(await codeOf(makeToken(forgery(), { sub: person('stranger') }))).toBe('refused')
    onAir.add('hearing-1')
  })

  it('refuses a token whose sign-in has ended', async () => {
    const issued = ['session-1', 'ended'].map((session) =>
      tokens.issue('hearing-1', person('journalist'), 'journalist', session),
    )
    const codes = await Promise.all(issued.map(({ token }) => codeOf(token, 'hearing-1', 'attend')))
    expect(codes).toEqual(['admitted', 'refused'])
  })

  it('knows at the next request of a right that was taken', async () => {
    const { token } = tokens.issue('hearing-1', person('journalist'), 'journalist')
    expect(await codeOf(token)).toBe('admitted')
    const taken = store.database.updateTable('accreditations').where('person_id', '=', person('journalist'))
    await taken.set({ state: 'revoked' }).execute()
    expect(await codeOf(token)).toBe('refused')
    expect(await codeOf(token, 'hearing-1', 'attend')).toBe('refused')
    await taken.set({ state: 'granted' }).execute()
  })

  it('refuses a token that was taken away, for HLS alone or for all', async () => {
    const { token } = tokens.issue('hearing-1', person('journalist'), 'journalist')
    const { tokenId, expiresAtMs } = await admit(token, 'hearing-1', 'attend')
    bars.bar({ tokenId, expiresAtMs }, 'hls')
    expect(await codeOf(token, 'hearing-1', 'hls_playlist')).toBe('refused')
    expect(await codeOf(token, 'hearing-1', 'attend')).toBe('admitted')
    bars.bar({ tokenId, expiresAtMs }, 'all')
    expect(await codeOf(token, 'hearing-1', 'attend')).toBe('refused')
  })

  it('ends a token at its end, to the millisecond', async () => {
    const { token, expiresAtMs } = tokens.issue('hearing-1', person('journalist'), 'journalist')
    clock.nowMs = expiresAtMs - 1
    expect(await codeOf(token)).toBe('admitted')
    clock.nowMs = expiresAtMs
    expect(await codeOf(token)).toBe('token_expired')
    clock.nowMs = Date.now()
  })

  it('keeps keys where only their owner may read them', () => {
    expect(statSync(join(dataDir, 'keys', 'hearing-tokens.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700)
  })

  it('takes a rotated key without a restart; the tokens of the one before are good until they end', async () => {
    const before = tokens.issue('hearing-1', person('journalist'), 'journalist')
    const oldKid = keys.signing().kid
    const kid = rotateKeys(dataDir, nowMs())
    expect(keys.signing().kid).toBe(kid)
    expect(kid).not.toBe(oldKid)
    expect(await codeOf(before.token)).toBe('admitted')
    expect(await codeOf(tokens.issue('hearing-1', person('journalist'), 'journalist').token)).toBe('admitted')
    expect(keys.jwks().keys.map((key) => key['kid'])).toEqual([kid, oldKid])
    expect(keys.jwks().keys.every((key) => !('d' in key))).toBe(true)

    clock.nowMs += 20 * 60_000
    expect(keys.jwks().keys.map((key) => key['kid'])).toEqual([kid])
    expect(await codeOf(before.token)).toBe('refused')
    clock.nowMs = Date.now()
  })

  it('signs with the same key after a restart', () => {
    expect(openKeyRing(dataDir, nowMs, log).signing().kid).toBe(keys.signing().kid)
  })
})
