import { randomBytes } from 'node:crypto'
import pino from 'pino'
import { createAuditLog } from '../../audit/audit-log.ts'
import type { RoleGrant } from '../../protocol/identifiers.ts'
import type { Engine } from '../../store/open-store.ts'
import { openTestStore } from '../../store/testing/stores.ts'
import type { Mailer } from '../../mail/mailer.ts'
import type { DirectorySettings } from '../directory.ts'
import { hashPassword } from '../passwords.ts'
import type { Person } from '../person-records.ts'
import { createPeopleParts } from '../people-parts.ts'
import { createRightsChanges } from '../rights-changes.ts'
import { signInLimits, type SignInLimits } from '../sign-in-throttle.ts'

export const password = 'a right and long password'
/** Made once: it costs more than most tests. */
const passwordHash = hashPassword(password)

export const browser = { address: 'here', userAgent: 'Test', deviceId: undefined, earlierId: undefined }

/** The real parts of people and sign-in on a new store with two courts. */
export async function openAccess(
  engine: Engine = 'sqlite',
  limits: Partial<SignInLimits> = {},
  mailer: Mailer | null = null,
  directory: DirectorySettings | null = null,
) {
  const store = await openTestStore(engine)
  const { database } = store
  const clock = { nowMs: 1_790_000_000_000 }
  const nowMs = (): number => clock.nowMs
  const log = pino({ level: 'silent' })
  const audit = createAuditLog(nowMs)
  for (const id of ['court-1', 'court-2']) {
    await database
      .insertInto('courts')
      .values({ id, name: id, names: '{}', contact: '', seal_recipient: null })
      .execute()
  }
  const rightsChanges = createRightsChanges()
  const parts = await createPeopleParts({
    database,
    audit,
    rightsChanges,
    sealingKey: randomBytes(32),
    sessionLifetimeS: 3600,
    mailer,
    directory,
    nowMs,
    log,
    limits: { ...signInLimits, ...limits },
  })

  return {
    store,
    database,
    clock,
    nowMs,
    log,
    audit,
    rightsChanges,
    ...parts,
    passwordHash: await passwordHash,
    /** Somebody with the password above. */
    person: async (
      login: string,
      grants: RoleGrant[] = [{ role: 'journalist', courtId: 'court-1' }],
    ): Promise<Person> => {
      const name = `${login} of the tests`
      const facts = { login, name, language: 'en', grants, passwordHash: await passwordHash } as const
      return parts.people.create(facts, null)
    },
    begin: (personId: string) =>
      database
        .transaction()
        .execute((write) => parts.sessions.beginIn(write, personId, 'password', browser))
        .then(({ session }) => session.id),
    auditKinds: async (): Promise<string[]> => {
      const rows = await database.selectFrom('audit_entries').select('kind').orderBy('seq').execute()
      return rows.map(({ kind }) => kind)
    },
  }
}

export type AccessParts = Awaited<ReturnType<typeof openAccess>>

/** The code of the DomainError that work ends in, or `done`. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
