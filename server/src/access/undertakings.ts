import type { AuditLog } from '../audit/audit-log.ts'
import type { UndertakingAnswer } from '../protocol/accreditation.ts'
import type { Undertaking } from '../protocol/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import { inThree, type InThree, type Role } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { Rights } from './rights.ts'

/** What a court's journalists accept before the first watch: a text in three languages, with versions. */
export interface Undertakings {
  /** Null: nothing is to be accepted. */
  current(courtId: string): Promise<Undertaking | null>
  /** A new version, to be accepted anew by everybody; three empty texts end it. */
  change(courtId: string, words: InThree, byId: string): Promise<Undertaking>
  /** Whether this journalist has yet to accept the court's present text. */
  needed(personId: string, courtId: string): Promise<boolean>
  /** For who may watch the hearing; throws `refused` to all others. */
  ofHearing(personId: string, hearingId: string): Promise<UndertakingAnswer>
  /** Throws `refused` to who may not watch the hearing, `state_moved_on` where `version` is not the present one. */
  accept(personId: string, hearingId: string, version: number): Promise<void>
}

export interface UndertakingsOptions {
  database: Database
  audit: AuditLog
  rights: Rights
  nowMs: () => number
}

export function createUndertakings({ database, audit, rights, nowMs }: UndertakingsOptions): Undertakings {
  const watching = async (personId: string, hearingId: string): Promise<{ role: Role; courtId: string }> => {
    const role = await rights.watchingAs(personId, hearingId)
    const hearing = await database
      .selectFrom('hearings')
      .select('court_id')
      .where('id', '=', hearingId)
      .executeTakeFirst()
    if (role === null || hearing === undefined) throw new DomainError('refused', 'may not watch it')
    return { role, courtId: hearing.court_id }
  }
  const needed = async (personId: string, courtId: string): Promise<boolean> => {
    const undertaking = await currentOf(database, courtId)
    return undertaking !== null && !(await hasAccepted(database, personId, undertaking))
  }

  return {
    current: (courtId) => currentOf(database, courtId),

    change: (courtId, words, byId) =>
      database.transaction().execute(async (write) => {
        const latest = await latestOf(write, courtId)
        const version = (latest?.version ?? 0) + 1
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('undertakings')
          .values({
            court_id: courtId,
            version,
            words: JSON.stringify(words),
            since_ms: Math.floor(nowMs()),
          })
          .onConflict((conflict) => conflict.columns(['court_id', 'version']).doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== 1n)
          throw new DomainError('state_moved_on', 'another has changed it meanwhile')
        await audit.append(write, {
          kind: 'undertaking.changed',
          courtId,
          actorId: byId,
          data: { version, ...words },
        })
        return { courtId, version, words }
      }),

    needed,

    async ofHearing(personId, hearingId) {
      const { role, courtId } = await watching(personId, hearingId)
      const undertaking = await currentOf(database, courtId)
      return { undertaking, accepted: role !== 'journalist' || !(await needed(personId, courtId)) }
    },

    async accept(personId, hearingId, version) {
      const { courtId } = await watching(personId, hearingId)
      await database.transaction().execute(async (write) => {
        if ((await currentOf(write, courtId))?.version !== version)
          throw new DomainError('state_moved_on', 'not the present text')
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('acceptances')
          .values({ person_id: personId, court_id: courtId, version, accepted_ms: Math.floor(nowMs()) })
          .onConflict((conflict) => conflict.columns(['person_id', 'court_id', 'version']).doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== 1n) return
        await audit.append(write, {
          kind: 'undertaking.accepted',
          courtId,
          hearingId,
          actorId: personId,
          data: { version },
        })
      })
    },
  }
}

async function latestOf(database: Database, courtId: string): Promise<Undertaking | null> {
  const row = await database
    .selectFrom('undertakings')
    .select(['version', 'words'])
    .where('court_id', '=', courtId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { courtId, version: row.version, words: inThree.parse(JSON.parse(row.words)) }
}

async function currentOf(database: Database, courtId: string): Promise<Undertaking | null> {
  const latest = await latestOf(database, courtId)
  return latest !== null && Object.values(latest.words).some((text) => text.trim() !== '') ? latest : null
}

async function hasAccepted(
  database: Database,
  personId: string,
  { courtId, version }: Undertaking,
): Promise<boolean> {
  const row = await database
    .selectFrom('acceptances')
    .select('version')
    .where('person_id', '=', personId)
    .where('court_id', '=', courtId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row !== undefined
}
