import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { SecondFactorKind } from './sessions.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

/** Codes of an authenticator app (RFC 6238) and, for the day that the telephone is lost, recovery codes. */
export interface SecondFactor {
  /** What the code is, where it is good; from now on it no longer is. In the transaction of what it lets through. */
  spendIn(write: Write, personId: string, code: string): Promise<SecondFactorKind | null>
  /** Begins anew; nothing changes until it is confirmed. Throws `taken` where it is set up already. */
  begin(person: { personId: string; login: string }): Promise<{ url: string; secret: string }>
  /** Throws `not_found` where nothing was begun, `wrong_login` for a wrong code. Returns ten recovery codes. */
  confirm(personId: string, code: string): Promise<string[]>
  /** Ten new ones for the ones before. Throws `not_found` where there is no second factor. */
  renewRecoveryCodes(personId: string): Promise<string[]>
  recoveryCodesLeft(personId: string): Promise<number>
  removeIn(write: Write, personId: string, actorId: string): Promise<void>
  remove(personId: string, actorId: string): Promise<void>
}

export interface SecondFactorOptions {
  database: Database
  audit: AuditLog
  /** See `sealed-secret.ts`. */
  sealingKey: Buffer
  /** Shown in the app beside the login. */
  issuer: string
  nowMs: () => number
}

const periodS = 30
const begunForMs = 600_000
const recoveryCodeCount = 10
/** Without letters that look like digits (Crockford). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 80 random bits in four groups. */
const recoveryCode = (): string =>
  Array.from(randomBytes(16), (byte) => letters[byte % 32])
    .join('')
    .replaceAll(/(.{4})(?!$)/g, '$1-')

/** As somebody types it: any case, with or without hyphens, O for 0 and I or L for 1. */
const spelt = (code: string): string =>
  code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')

const hashOf = (code: string): Buffer => createHash('sha256').update(spelt(code)).digest()

export function createSecondFactor(options: SecondFactorOptions): SecondFactor {
  const { database, audit, sealingKey, issuer, nowMs } = options
  /** Lost with a restart: it is then begun once more. */
  const begun = new Map<string, { secret: string; untilMs: number }>()

  const totpOf = (secret: string, login = ''): TOTP =>
    new TOTP({ issuer, label: login, period: periodS, digits: 6, secret: Secret.fromBase32(secret) })

  /** The time step that the code belongs to, this one or a neighbour; null for a wrong code. */
  const stepOf = (secret: string, code: string): number | null => {
    const delta = totpOf(secret).validate({ token: code, timestamp: nowMs(), window: 1 })
    return delta === null ? null : Math.floor(nowMs() / 1000 / periodS) + delta
  }

  const writeRecoveryCodes = async (write: Write, personId: string): Promise<string[]> => {
    const codes = Array.from({ length: recoveryCodeCount }, recoveryCode)
    await write.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
    await write
      .insertInto('recovery_codes')
      .values(codes.map((code) => ({ person_id: personId, hash: hashOf(code), used_ms: null })))
      .execute()
    await audit.append(write, { kind: 'recovery_codes.made', actorId: personId })
    return codes
  }

  const spendTotp = async (
    write: Write,
    personId: string,
    sealed: string,
    code: string,
  ): Promise<boolean> => {
    const step = stepOf(openSecret(sealingKey, sealed), code)
    if (step === null) return false
    const { numUpdatedRows } = await write
      .updateTable('people')
      .set({ totp_last_step: step })
      .where('id', '=', personId)
      .where((row) => row.or([row('totp_last_step', 'is', null), row('totp_last_step', '<', step)]))
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  const spendRecoveryCode = async (write: Write, personId: string, code: string): Promise<boolean> => {
    const { numUpdatedRows } = await write
      .updateTable('recovery_codes')
      .set({ used_ms: Math.floor(nowMs()) })
      .where('person_id', '=', personId)
      .where('hash', '=', hashOf(code))
      .where('used_ms', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  const removeIn = async (write: Write, personId: string, actorId: string): Promise<void> => {
    const { numUpdatedRows } = await write
      .updateTable('people')
      .set({ totp_secret: null, totp_last_step: null })
      .where('id', '=', personId)
      .where('totp_secret', 'is not', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) return
    await write.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
    await audit.append(write, { kind: 'totp.removed', actorId, people: { personId } })
  }

  return {
    async spendIn(write, personId, code) {
      const sealed = await sealedSecret(write, personId)
      if (sealed === null) return null
      const digits = code.replaceAll(/\s/g, '')
      if (/^\d{6}$/.test(digits)) return (await spendTotp(write, personId, sealed, digits)) ? 'totp' : null
      return (await spendRecoveryCode(write, personId, code)) ? 'recovery_code' : null
    },
    async begin({ personId, login }) {
      if ((await sealedSecret(database, personId)) !== null) {
        throw new DomainError('taken', 'a second factor is set up already')
      }
      for (const [id, { untilMs }] of begun) if (untilMs <= nowMs()) begun.delete(id)
      const secret = new Secret({ size: 20 }).base32
      begun.set(personId, { secret, untilMs: nowMs() + begunForMs })
      return { url: totpOf(secret, login).toString(), secret }
    },
    async confirm(personId, code) {
      const started = begun.get(personId)
      if (started === undefined || started.untilMs <= nowMs()) {
        throw new DomainError('not_found', 'no second factor was begun')
      }
      const step = stepOf(started.secret, code)
      if (step === null) throw new DomainError('wrong_login', 'not the code')
      const codes = await database.transaction().execute(async (write) => {
        const { numUpdatedRows } = await write
          .updateTable('people')
          .set({ totp_secret: sealSecret(sealingKey, started.secret), totp_last_step: step })
          .where('id', '=', personId)
          .where('totp_secret', 'is', null)
          .where('removed_ms', 'is', null)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows !== 1n) throw new DomainError('taken', 'a second factor is set up already')
        await audit.append(write, { kind: 'totp.added', actorId: personId })
        return writeRecoveryCodes(write, personId)
      })
      begun.delete(personId)
      return codes
    },
    renewRecoveryCodes: (personId) =>
      database.transaction().execute(async (write) => {
        if ((await sealedSecret(write, personId)) === null) {
          throw new DomainError('not_found', 'no second factor to recover')
        }
        return writeRecoveryCodes(write, personId)
      }),
    async recoveryCodesLeft(personId) {
      const rows = await database
        .selectFrom('recovery_codes')
        .select('person_id')
        .where('person_id', '=', personId)
        .where('used_ms', 'is', null)
        .execute()
      return rows.length
    },
    removeIn,
    remove: (personId, actorId) =>
      database.transaction().execute((write) => removeIn(write, personId, actorId)),
  }
}

async function sealedSecret(database: Database | Write, personId: string): Promise<string | null> {
  const row = await database
    .selectFrom('people')
    .select('totp_secret')
    .where('id', '=', personId)
    .where('removed_ms', 'is', null)
    .executeTakeFirst()
  return row?.totp_secret ?? null
}
