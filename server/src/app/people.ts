import type { Logger } from 'pino'
import { createPeopleParts } from '../access/people-parts.ts'
import { createRightsChanges } from '../access/rights-changes.ts'
import { createRights } from '../access/rights-of-store.ts'
import { sealingKey } from '../access/sealed-secret.ts'
import { createAccreditationParts } from '../accreditation/accreditation-parts.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { createAuditReader } from '../audit/audit-reader.ts'
import type { Config } from '../config.ts'
import { createMailer } from '../mail/mailer.ts'
import type { Owner } from '../owner.ts'
import type { Database } from '../store/open-store.ts'

export interface PeopleOptions {
  config: Pick<Config, 'dataDir' | 'sessionLifetimeS' | 'mail' | 'directory'>
  database: Database
  audit: AuditLog
  nowMs: () => number
  log: Logger
  owner: Pick<Owner, 'owns'>
}

export type PeopleAndRights = Awaited<ReturnType<typeof startPeople>>

/** Who there is, how they sign in, and what they may. */
export async function startPeople({ config, database, audit, nowMs, log, owner }: PeopleOptions) {
  const mailer = config.mail === null ? null : createMailer({ ...config.mail, nowMs, log })
  owner.owns('mail', () => mailer?.stop())
  const rightsChanges = createRightsChanges()
  const common = { database, audit, rightsChanges, mailer, nowMs, log }
  const rights = createRights({ database, nowMs })
  const people = await createPeopleParts({
    ...common,
    sealingKey: sealingKey(config.dataDir),
    sessionLifetimeS: config.sessionLifetimeS,
    directory: config.directory,
  })
  owner.owns('uses of sessions', () => people.sessions.usesWritten())
  // Attendance, which asks rights anew, reads the reason of an ejection itself.
  const accreditation = createAccreditationParts({
    ...common,
    rights,
    ejected: () => undefined,
  })
  accreditation.start()
  owner.owns('accreditation', () => accreditation.stop())
  const auditReader = createAuditReader({ database, audit })
  return { ...people, ...accreditation, mailer, rightsChanges, rights, auditReader }
}
