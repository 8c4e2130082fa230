import { createHash, randomBytes } from 'node:crypto'
import type { AuditLog } from '../audit/audit-log.ts'
import { linkKind, type LinkKind } from '../protocol/account.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database, Write } from '../store/open-store.ts'
import { checkNewPassword, hashPassword } from './passwords.ts'
import type { People } from './people.ts'
import type { Person } from './person-records.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Browser, Sessions } from './sessions.ts'
import type { SignedInNow } from './sign-in.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

export interface OneTimeLink {
  /** 256 random bits; only their hash is stored. */
  secret: string
  endsMs: number
}

/** Links that let one person choose a password, once: an invitation, a reset, the first administrator's. */
export interface OneTimeLinks {
  /** Earlier links of the person end. */
  make(kind: LinkKind, personId: string, actorId: string | null): Promise<OneTimeLink>
  makeIn(write: Write, kind: LinkKind, personId: string, actorId: string | null): Promise<OneTimeLink>
  /** Throws `link_ended` for one that was used, has ended, or never was. */
  look(secret: string): Promise<{ kind: LinkKind; person: Person; endsMs: number }>
  /**
   * Sets the password, ends all the person's sessions and signs in. Throws `link_ended`, `bad_request` for a password that
   * can't be taken, `second_factor_needed`, `wrong_login` for the code of it, `too_many_requests`.
   */
  use(
    request: Browser & { secret: string; password: string; code?: string | undefined },
  ): Promise<SignedInNow>
}

export interface OneTimeLinksOptions {
  database: Database
  audit: AuditLog
  people: Pick<People, 'find'>
  sessions: Pick<Sessions, 'beginIn' | 'tellEnded'>
  secondFactor: Pick<SecondFactor, 'spendIn'>
  throttle: Pick<SignInThrottle, 'beginCode' | 'forgiveCode'>
  nowMs: () => number
}

const hourMs = 3_600_000

/** How long each is good. */
export const linkLifetimeMs: Record<LinkKind, number> = {
  invitation: 7 * 24 * hourMs,
  reset: hourMs,
  first_administrator: 24 * hourMs,
}

/** The secret stands in the fragment, which browsers send to nobody: in no log, no Referer, no proxy. */
export const linkAddress = (origin: string, secret: string): string => `${origin}/link#${secret}`

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

export function createOneTimeLinks(options: OneTimeLinksOptions): OneTimeLinks {
  const { database, audit, people, sessions, secondFactor, throttle, nowMs } = options
  const now = (): number => Math.floor(nowMs())

  const makeIn = async (
    write: Write,
    kind: LinkKind,
    personId: string,
    actorId: string | null,
  ): Promise<OneTimeLink> => {
    const secret = randomBytes(32).toString('base64url')
    const endsMs = now() + linkLifetimeMs[kind]
    await write.deleteFrom('one_time_links').where('person_id', '=', personId).execute()
    await write
      .insertInto('one_time_links')
      .values({
        hash: hashOf(secret),
        kind,
        person_id: personId,
        created_ms: now(),
        ends_ms: endsMs,
        used_ms: null,
      })
      .execute()
    await audit.append(write, { kind: 'link.made', actorId, data: { link: kind }, people: { personId } })
    return { secret, endsMs }
  }

  const look = async (secret: string): Promise<{ kind: LinkKind; person: Person; endsMs: number }> => {
    const row = await database
      .selectFrom('one_time_links')
      .selectAll()
      .where('hash', '=', hashOf(secret))
      .where('used_ms', 'is', null)
      .where('ends_ms', '>', now())
      .executeTakeFirst()
    const person = row === undefined ? undefined : await people.find(row.person_id)
    if (row === undefined || person === undefined) throw new DomainError('link_ended', 'no such link')
    return { kind: linkKind.parse(row.kind), person, endsMs: row.ends_ms }
  }

  return {
    make: (kind, personId, actorId) =>
      database.transaction().execute((write) => makeIn(write, kind, personId, actorId)),
    makeIn,
    look,
    async use({ secret, password, code, ...browser }) {
      const { kind, person } = await look(secret)
      const { personId } = person
      checkNewPassword(person.login, password)
      const attempt = { login: person.login, address: browser.address, knownDevice: undefined }
      // Else a mailbox would be worth more than the second factor.
      if (person.totp) {
        if (code === undefined || code === '') {
          throw new DomainError('second_factor_needed', 'a code is wanted beside the link')
        }
        await throttle.beginCode(attempt)
      }
      const passwordHash = await hashPassword(password)
      const begun = await database.transaction().execute(async (write) => {
        const spent = await write
          .updateTable('one_time_links')
          .set({ used_ms: now() })
          .where('hash', '=', hashOf(secret))
          .where('used_ms', 'is', null)
          .where('ends_ms', '>', now())
          .executeTakeFirstOrThrow()
        if (spent.numUpdatedRows !== 1n) throw new DomainError('link_ended', 'used a moment ago')
        const given = person.totp ? await secondFactor.spendIn(write, personId, code ?? '') : undefined
        // Thrown, so that the link stays good.
        if (given === null) throw new DomainError('wrong_login', 'not the code')
        await write
          .updateTable('people')
          .set({ password_hash: passwordHash })
          .where('id', '=', personId)
          .execute()
        const signedIn = await sessions.beginIn(
          write,
          personId,
          'link',
          { ...browser, deviceId: undefined },
          { secondFactor: given, endOthers: true },
        )
        await audit.append(write, { kind: 'link.used', actorId: personId, data: { link: kind } })
        await audit.append(write, { kind: 'password.changed', actorId: personId })
        return signedIn
      })
      if (person.totp) await throttle.forgiveCode(attempt)
      sessions.tellEnded({ personId, sessionId: null })
      return { ...begun, person: { ...person, passwordHash } }
    },
  }
}
