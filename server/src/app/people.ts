import type { Logger } from 'pino'
import { createAccreditations } from '../access/accreditations.ts'
import { createEjections } from '../access/ejections.ts'
import { createLapses } from '../access/lapses.ts'
import { createListedHearings } from '../access/listed-hearings.ts'
import { createOutlets } from '../access/outlets.ts'
import { createPeopleParts } from '../access/people-parts.ts'
import { createPools } from '../access/pools.ts'
import { createRightsChanges } from '../access/rights-changes.ts'
import { createRights } from '../access/rights-of-store.ts'
import { sealingKey } from '../access/sealed-secret.ts'
import { createUndertakings } from '../access/undertakings.ts'
import { createCalendars } from '../accreditation/calendar.ts'
import { createJournalistExport } from '../accreditation/export-journalists.ts'
import { createJournalistImport } from '../accreditation/import-journalists.ts'
import { createJournalistInvitations } from '../accreditation/journalist-invitations.ts'
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
  const mailer = config.mail === null ? null : createMailer({ ...config.mail, log })
  owner.owns('mail', () => mailer?.stop())
  const rightsChanges = createRightsChanges()
  const rights = createRights({ database, nowMs })
  const store = { database, audit, nowMs }
  const parts = await createPeopleParts({
    ...store,
    rightsChanges,
    sealingKey: sealingKey(config.dataDir),
    sessionLifetimeS: config.sessionLifetimeS,
    directory: config.directory,
    mailer,
    log,
  })

  const listed = createListedHearings({ database, nowMs })
  const invitations = createJournalistInvitations({ mailer, nowMs, log })
  owner.owns('invitations', () => invitations.stop())
  const lapses = createLapses({ database, rightsChanges, nowMs, log })
  lapses.start()
  owner.owns('lapses', () => lapses.stop())
  return {
    ...parts,
    mailer,
    rightsChanges,
    rights,
    listed,
    undertakings: createUndertakings({ ...store, rights }),
    accreditations: createAccreditations({ ...store, listed, rightsChanges, notify: () => undefined }),
    // Attendance, which asks rights anew, reads the reason itself.
    ejections: createEjections({ ...store, rights, rightsChanges, ejected: () => undefined }),
    outlets: createOutlets({ database, audit }),
    pools: createPools({ database, audit, rightsChanges }),
    journalistImport: createJournalistImport({ database, audit, invitations }),
    journalistExport: createJournalistExport({ database, audit }),
    calendars: createCalendars({ ...store, listed }),
    auditReader: createAuditReader({ database, audit }),
  }
}
