import type { Logger } from 'pino'
import { createAccreditations, type Accreditations } from '../access/accreditations.ts'
import { createAudienceChoices, type ChoicesOf } from '../access/audience-choices.ts'
import { createEjections, type Ejections, type TellEjected } from '../access/ejections.ts'
import { createLapses } from '../access/lapses.ts'
import { createListedHearings, type ListedHearings } from '../access/listed-hearings.ts'
import { createOutlets, type Outlets } from '../access/outlets.ts'
import { createPools, type Pools } from '../access/pools.ts'
import type { RightsChanges } from '../access/rights-changes.ts'
import type { Rights } from '../access/rights.ts'
import { createUndertakings, type Undertakings } from '../access/undertakings.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Database } from '../store/open-store.ts'
import { createAccreditationMail } from './accreditation-letters.ts'
import { createCalendars, type Calendars } from './calendar.ts'
import { createJournalistExport, type JournalistExport } from './export-journalists.ts'
import { createJournalistImport, type JournalistImport } from './import-journalists.ts'
import { createJournalistInvitations } from './journalist-invitations.ts'

export interface AccreditationParts {
  listed: ListedHearings
  accreditations: Accreditations
  outlets: Outlets
  pools: Pools
  audienceChoices: ChoicesOf
  undertakings: Undertakings
  ejections: Ejections
  journalistImport: JournalistImport
  journalistExport: JournalistExport
  calendars: Calendars
  /** From now on, rights that were given for a time end with it. */
  start(): void
  /** Idempotent. */
  stop(): void
}

export interface AccreditationPartsOptions {
  database: Database
  audit: AuditLog
  rights: Rights
  rightsChanges: Pick<RightsChanges, 'changed'>
  /** Null: no mail server is set. */
  mailer: Pick<Mailer, 'send'> | null
  ejected: TellEjected
  nowMs: () => number
  log: Logger
}

/** Accreditation and all that hangs on it: each part with those that it leans on. */
export function createAccreditationParts(options: AccreditationPartsOptions): AccreditationParts {
  const { database, audit, rights, rightsChanges, mailer, ejected, nowMs, log } = options
  const store = { database, audit, nowMs }
  const listed = createListedHearings(store)
  const mail = createAccreditationMail({ database, mailer, log })
  const invitations = createJournalistInvitations({ mailer, nowMs, log })
  const lapses = createLapses({ database, rightsChanges, nowMs, log })
  return {
    listed,
    accreditations: createAccreditations({ ...store, listed, rightsChanges, notify: mail.notify }),
    outlets: createOutlets(store),
    pools: createPools({ ...store, rightsChanges }),
    audienceChoices: createAudienceChoices(database),
    undertakings: createUndertakings({ ...store, rights }),
    ejections: createEjections({ ...store, rights, rightsChanges, ejected }),
    journalistImport: createJournalistImport({ ...store, invitations }),
    journalistExport: createJournalistExport(store),
    calendars: createCalendars({ ...store, listed }),
    start: () => lapses.start(),
    stop() {
      lapses.stop()
      mail.stop()
      invitations.stop()
    },
  }
}
