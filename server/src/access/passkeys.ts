import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { AuditLog } from '../audit/audit-log.ts'
import type { PasskeyAddRequest, PasskeySignInRequest, PasskeySummary } from '../protocol/account.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { PasskeyTable } from '../store/schema.ts'
import { createChallenges } from './challenges.ts'
import type { People } from './people.ts'
import type { Browser, Sessions } from './sessions.ts'
import type { SignedInNow } from './sign-in.ts'

/** Where our pages are open in the browser that asks: a passkey is good for that host only. */
export interface Site {
  /** Such as `https://press.example.kz`. */
  origin: string
}

/**
 * Passkeys (WebAuthn 3). The authenticator asks its owner for a finger or a PIN each time (user verification), so that a
 * passkey is two factors by itself; it names its owner, so that no login is typed.
 */
export interface Passkeys {
  creationOptions(personId: string, site: Site): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** Throws `refused` where the answer is not to a challenge of ours, `taken` for a key that is there. */
  add(personId: string, request: PasskeyAddRequest, site: Site): Promise<PasskeySummary>
  list(personId: string): Promise<PasskeySummary[]>
  /** False: the person has none such. */
  remove(personId: string, passkeyId: string): Promise<boolean>
  requestOptions(site: Site): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** Throws `wrong_login` for whatever is wrong with it. */
  signIn(response: PasskeySignInRequest['response'], site: Site, browser: Browser): Promise<SignedInNow>
}

export interface PasskeysOptions {
  database: Database
  audit: AuditLog
  people: Pick<People, 'find'>
  sessions: Pick<Sessions, 'beginIn'>
  nowMs: () => number
}

const rpName = 'Press Gallery'
const mostPerPerson = 20
/** EdDSA, ES256, RS256 (RFC 9053): what the authenticators of today have. */
const supportedAlgorithmIDs = [-8, -7, -257]
const transportsOf = z.array(z.string())

const rpIdOf = ({ origin }: Site): string => new URL(origin).hostname

export function createPasskeys({ database, audit, people, sessions, nowMs }: PasskeysOptions): Passkeys {
  const challenges = createChallenges(nowMs)
  const rowsOf = (personId: string): Promise<PasskeyTable[]> =>
    database
      .selectFrom('passkeys')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('created_ms')
      .orderBy('id')
      .execute()

  const failed = async (personId: string, cause?: unknown): Promise<never> => {
    await database.transaction().execute((write) =>
      audit.append(write, {
        kind: 'session.failed',
        actorId: null,
        data: { by: 'passkey' },
        people: { personId },
      }),
    )
    throw new DomainError('wrong_login', 'not an answer of this passkey', { cause })
  }

  return {
    async creationOptions(personId, site) {
      const person = await people.find(personId)
      if (person === undefined) throw new DomainError('not_signed_in', 'gone')
      return generateRegistrationOptions({
        rpName,
        rpID: rpIdOf(site),
        userName: person.login,
        userDisplayName: person.name,
        userID: new TextEncoder().encode(personId),
        challenge: new Uint8Array(challenges.issue(`add ${personId}`)),
        timeout: 300_000,
        supportedAlgorithmIDs,
        attestationType: 'none',
        excludeCredentials: (await rowsOf(personId)).map(({ id, transports }) => ({
          id,
          transports: transportsOf.parse(JSON.parse(transports)),
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
    },
    async add(personId, { name, response }, site) {
      const { transports = [], ...signed } = response.response
      const { registrationInfo } = await verifyRegistrationResponse({
        response: { ...response, response: signed, clientExtensionResults: {} },
        expectedChallenge: (challenge) => challenges.spend(challenge, `add ${personId}`),
        expectedOrigin: site.origin,
        expectedRPID: rpIdOf(site),
        supportedAlgorithmIDs,
        requireUserVerification: true,
      }).catch((cause: unknown) => {
        throw new DomainError('refused', 'not an answer to our challenge', { cause })
      })
      if (registrationInfo === undefined) throw new DomainError('refused', 'not a good signature')
      if ((await rowsOf(personId)).length >= mostPerPerson)
        throw new DomainError('refused', 'too many passkeys')
      const { credential } = registrationInfo
      const createdMs = Math.floor(nowMs())
      await database.transaction().execute(async (write) => {
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('passkeys')
          .values({
            id: credential.id,
            person_id: personId,
            public_key: credential.publicKey,
            counter: credential.counter,
            transports: JSON.stringify(transports),
            name,
            created_ms: createdMs,
            used_ms: null,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'a passkey that is there already')
        await audit.append(write, { kind: 'passkey.added', actorId: personId })
      })
      return { id: credential.id, name, createdMs, usedMs: null }
    },
    async list(personId) {
      const rows = await rowsOf(personId)
      return rows.map(({ id, name, created_ms, used_ms }) => ({
        id,
        name,
        createdMs: created_ms,
        usedMs: used_ms,
      }))
    },
    remove: (personId, passkeyId) =>
      database.transaction().execute(async (write) => {
        const { numDeletedRows } = await write
          .deleteFrom('passkeys')
          .where('id', '=', passkeyId)
          .where('person_id', '=', personId)
          .executeTakeFirstOrThrow()
        if (numDeletedRows !== 1n) return false
        await audit.append(write, { kind: 'passkey.removed', actorId: personId })
        return true
      }),
    requestOptions: (site) =>
      generateAuthenticationOptions({
        rpID: rpIdOf(site),
        challenge: new Uint8Array(challenges.issue('sign in')),
        timeout: 300_000,
        userVerification: 'required',
      }),
    async signIn(response, site, browser) {
      const row = await database
        .selectFrom('passkeys')
        .selectAll()
        .where('id', '=', response.id)
        .executeTakeFirst()
      const person = row === undefined ? undefined : await people.find(row.person_id)
      // Not in the log, which anybody could fill with keys that were never ours.
      if (row === undefined || person === undefined)
        throw new DomainError('wrong_login', 'not a passkey of ours')
      const { userHandle, ...signed } = response.response
      if (
        userHandle !== undefined &&
        Buffer.from(userHandle, 'base64url').toString('utf8') !== person.personId
      ) {
        return failed(person.personId)
      }
      const verified = await verifyAuthenticationResponse({
        response: { ...response, response: signed, clientExtensionResults: {} },
        expectedChallenge: (challenge) => challenges.spend(challenge, 'sign in'),
        expectedOrigin: site.origin,
        expectedRPID: rpIdOf(site),
        credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter },
        requireUserVerification: true,
      }).catch((cause: unknown) => failed(person.personId, cause))
      if (!verified.verified) return failed(person.personId)
      const { newCounter } = verified.authenticationInfo
      const begun = await database.transaction().execute(async (write) => {
        const { numUpdatedRows } = await write
          .updateTable('passkeys')
          .set({ counter: newCounter, used_ms: Math.floor(nowMs()) })
          .where('id', '=', row.id)
          .where('counter', '=', row.counter)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows !== 1n)
          throw new DomainError('wrong_login', 'used elsewhere, or taken away, just now')
        return sessions.beginIn(write, person.personId, 'passkey', browser)
      })
      return { ...begun, person }
    },
  }
}
