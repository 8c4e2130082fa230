import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { DomainError } from '../protocol/errors.ts'
import type { SigningKey } from '../protocol/server-health.ts'
import { writeOnce } from './sealed-secret.ts'

/** How long a retired key's tokens are still good: the longest token life and a minute for the change-over, ms. */
const retiredGraceMs = 11 * 60_000

const publicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
})
/** Files of earlier versions do not tell when a key was made. */
const madeAtMs = z.number().optional()
const keysFile = z.strictObject({
  signing: z.strictObject({ kid: z.string(), privateKey: z.string(), madeAtMs }),
  /** The private half of a retired key is gone: nothing signs with it again. */
  retired: z.array(z.strictObject({ kid: z.string(), jwk: publicJwk, retiredAtMs: z.number(), madeAtMs })),
})
type KeysFile = z.infer<typeof keysFile>

/** The ES256 keys of hearing tokens (RFC 7518, 3.4). */
export interface KeyRing {
  signing(): { kid: string; privateKey: KeyObject }
  /** The public key of a `kid` whose tokens may still be good. */
  verifying(kid: string): KeyObject | undefined
  /** RFC 7517. */
  jwks(): { keys: Record<string, unknown>[] }
  /** All that are known, with nothing private: the active one first, then the latest. */
  list(): SigningKey[]
}

const pathOf = (dataDir: string): string => join(dataDir, 'keys', 'hearing-tokens.json')

export type NewSigningKey = KeysFile['signing']

/** A key that nothing is signed with yet. */
export function newSigningKey(nowMs: number): NewSigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = `${new Date(nowMs).toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`
  return { kid, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }), madeAtMs: nowMs }
}

const publicHalf = (privateKey: string): z.infer<typeof publicJwk> =>
  publicJwk.parse(createPublicKey(createPrivateKey(privateKey)).export({ format: 'jwk' }))

/**
 * Opens the keys, and makes them at the first start. A rotation by `rotateKeys` in another process is noticed at
 * the next use, so it needs no restart and throws nobody out.
 */
export function openKeyRing(dataDir: string, nowMs: () => number, log: Logger): KeyRing {
  const file = pathOf(dataDir)
  writeOnce(file, JSON.stringify({ signing: newSigningKey(nowMs()), retired: [] } satisfies KeysFile))
  const stamp = (): string => {
    const { mtimeMs, ino } = statSync(file)
    return `${mtimeMs} ${ino}`
  }
  let seen = stamp()
  let keys = load(file)

  const current = (): LoadedKeys => {
    try {
      const now = stamp()
      if (now !== seen) {
        keys = load(file)
        seen = now
        log.info({ kid: keys.signing.kid }, 'hearing token keys were rotated')
      }
    } catch (error) {
      // The keys in memory stay good; a file that is broken or gone must not end every hearing.
      log.error({ err: error }, 'hearing token keys cannot be read again')
    }
    return keys
  }
  const alive = (retired: LoadedKeys['retired']): LoadedKeys['retired'] =>
    retired.filter((key) => key.retiredAtMs + retiredGraceMs > nowMs())

  return {
    signing: () => current().signing,
    verifying: (kid) => {
      const { signing, retired } = current()
      return signing.kid === kid
        ? signing.publicKey
        : alive(retired).find((key) => key.kid === kid)?.publicKey
    },
    jwks: () => {
      const { signing, retired } = current()
      return {
        keys: [signing, ...alive(retired)].map(({ kid, publicKey }) => ({
          ...publicKey.export({ format: 'jwk' }),
          kid,
          alg: 'ES256',
          use: 'sig',
        })),
      }
    },
    list: () => {
      const { signing, retired } = current()
      const stillGood = new Set(alive(retired).map(({ kid }) => kid))
      return [
        { kid: signing.kid, state: 'active', madeMs: signing.madeMs, goodUntilMs: null },
        ...retired.toReversed().map(({ kid, madeMs, retiredAtMs }): SigningKey => {
          const state = stillGood.has(kid) ? 'verifying' : 'retired'
          return { kid, state, madeMs, goodUntilMs: retiredAtMs + retiredGraceMs }
        }),
      ]
    },
  }
}

interface LoadedKeys {
  signing: { kid: string; privateKey: KeyObject; publicKey: KeyObject; madeMs: number | null }
  retired: { kid: string; publicKey: KeyObject; retiredAtMs: number; madeMs: number | null }[]
}

function read(file: string): KeysFile {
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const parsed = keysFile.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  // The cause would quote the file, which holds a private key.
  if (!parsed.success) throw new DomainError('internal', `${file} does not hold the keys of hearing tokens`)
  return parsed.data
}

function load(file: string): LoadedKeys {
  const { signing, retired } = read(file)
  const privateKey = createPrivateKey(signing.privateKey)
  return {
    signing: {
      kid: signing.kid,
      privateKey,
      publicKey: createPublicKey(privateKey),
      madeMs: signing.madeAtMs ?? null,
    },
    retired: retired.map(({ kid, jwk, retiredAtMs, madeAtMs: made }) => ({
      kid,
      madeMs: made ?? null,
      publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
      retiredAtMs,
    })),
  }
}

/** Puts a new signing key in place; the one before goes on verifying until its tokens have ended. Returns the new `kid`. */
export function rotateKeys(dataDir: string, nowMs: number, made = newSigningKey(nowMs)): string {
  const file = pathOf(dataDir)
  const { signing, retired } = read(file)
  const next: KeysFile = {
    signing: made,
    retired: [
      ...retired.filter((key) => key.retiredAtMs + retiredGraceMs > nowMs),
      {
        kid: signing.kid,
        jwk: publicHalf(signing.privateKey),
        retiredAtMs: nowMs,
        ...(signing.madeAtMs === undefined ? {} : { madeAtMs: signing.madeAtMs }),
      },
    ],
  }
  const draft = `${file}.${process.pid}.tmp`
  writeFileSync(draft, JSON.stringify(next), { mode: 0o600, flush: true })
  renameSync(draft, file)
  return next.signing.kid
}
