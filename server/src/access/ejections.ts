import type { AuditLog } from '../audit/audit-log.ts'
import { ejectionReason, type EjectionReason } from '../protocol/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { RightsChanges } from './rights-changes.ts'
import type { Rights } from './rights.ts'

export interface Ejection {
  personId: string
  name: string
  reason: EjectionReason
  ejectedMs: number
  /** The name of who did it. */
  ejectedBy: string
}

/** Puts a journalist out of one hearing, until they are let in again. The hearing is one of the officer's court: that was asked before. */
export interface Ejections {
  /** Throws `refused` for anybody but a journalist who may watch the hearing. Doing it twice changes nothing. */
  eject(
    hearing: { id: string; courtId: string },
    out: { personId: string; reason: EjectionReason },
    byId: string,
  ): Promise<void>
  /** Throws `refused` for who is not put out. */
  letIn(hearing: { id: string; courtId: string }, personId: string, byId: string): Promise<void>
  list(hearingId: string): Promise<Ejection[]>
  /** Null for somebody who is not put out of it. */
  reasonFor(hearingId: string, personId: string): Promise<EjectionReason | null>
}

/** Called after the write is committed, and before rights are asked for anew: the viewer is to be told why. */
export type TellEjected = (hearingId: string, personId: string, reason: EjectionReason) => void

export interface EjectionsOptions {
  database: Database
  audit: AuditLog
  rights: Rights
  rightsChanges: Pick<RightsChanges, 'changed'>
  ejected: TellEjected
  nowMs: () => number
}

export function createEjections(options: EjectionsOptions): Ejections {
  const { database, audit, rights, rightsChanges, ejected, nowMs } = options
  return {
    async eject({ id: hearingId, courtId }, { personId, reason }, byId) {
      if ((await reasonOf(database, hearingId, personId)) !== null) return
      if ((await rights.watchingAs(personId, hearingId)) !== 'journalist')
        throw new DomainError('refused', 'no journalist who may watch it')
      await database.transaction().execute(async (write) => {
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('ejections')
          .values({
            hearing_id: hearingId,
            person_id: personId,
            reason,
            ejected_ms: Math.floor(nowMs()),
            ejected_by: byId,
          })
          .onConflict((conflict) => conflict.columns(['hearing_id', 'person_id']).doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== 1n) return
        await audit.append(write, {
          kind: 'ejection.made',
          courtId,
          hearingId,
          actorId: byId,
          data: { reason },
          people: { personId },
        })
      })
      ejected(hearingId, personId, reason)
      rightsChanges.changed()
    },

    async letIn({ id: hearingId, courtId }, personId, byId) {
      await database.transaction().execute(async (write) => {
        const { numDeletedRows } = await write
          .deleteFrom('ejections')
          .where('hearing_id', '=', hearingId)
          .where('person_id', '=', personId)
          .executeTakeFirstOrThrow()
        if (numDeletedRows === 0n) throw new DomainError('refused', 'is not put out of it')
        await audit.append(write, {
          kind: 'ejection.lifted',
          courtId,
          hearingId,
          actorId: byId,
          people: { personId },
        })
      })
    },

    async list(hearingId) {
      const rows = await database
        .selectFrom('ejections')
        .innerJoin('people', 'people.id', 'ejections.person_id')
        .leftJoin('people as officer', 'officer.id', 'ejections.ejected_by')
        .select([
          'people.id',
          'people.name',
          'ejections.reason',
          'ejections.ejected_ms',
          'officer.name as officer',
        ])
        .where('ejections.hearing_id', '=', hearingId)
        .orderBy('ejections.ejected_ms', 'desc')
        .execute()
      return rows.map((row) => ({
        personId: row.id,
        name: row.name,
        reason: ejectionReason.parse(row.reason),
        ejectedMs: row.ejected_ms,
        ejectedBy: row.officer ?? '',
      }))
    },

    reasonFor: (hearingId, personId) => reasonOf(database, hearingId, personId),
  }
}

async function reasonOf(
  database: Database,
  hearingId: string,
  personId: string,
): Promise<EjectionReason | null> {
  const row = await database
    .selectFrom('ejections')
    .select('reason')
    .where('hearing_id', '=', hearingId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row === undefined ? null : ejectionReason.parse(row.reason)
}
