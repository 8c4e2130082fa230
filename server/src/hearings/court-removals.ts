import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database, Write } from '../store/open-store.ts'

/**
 * Takes courts and courtrooms away that nothing refers to. What was held, ordered, granted or accepted is kept, and so is the court or
 * courtroom that it names: `in_use`. The audit log keeps what was, whatever is removed.
 */
export interface CourtRemovals {
  /** Throws `in_use` while a hearing, over or not, or a button on a bench names it; `refused` where there is no such courtroom. */
  courtroom(courtroomId: string, byId: string): Promise<void>
  /**
   * With its pools, outlets, grounds and undertaking. Throws `in_use` while it has courtrooms, people or devices, or anybody was
   * accredited there; `refused` where there is no such court.
   */
  court(courtId: string, byId: string): Promise<void>
}

export function createCourtRemovals(database: Database, audit: AuditLog): CourtRemovals {
  const transaction = database.transaction()
  return {
    courtroom: (courtroomId, byId) =>
      transaction.execute(async (write) => {
        const room = await write
          .selectFrom('courtrooms')
          .selectAll()
          .where('id', '=', courtroomId)
          .executeTakeFirst()
        if (room === undefined) throw new DomainError('refused', 'no such courtroom')
        for (const table of ['hearings', 'devices'] as const) {
          const named = write.selectFrom(table).select('courtroom_id').where('courtroom_id', '=', courtroomId)
          if ((await named.executeTakeFirst()) !== undefined)
            throw new DomainError('in_use', `${table} name the courtroom`)
        }
        await write.deleteFrom('courtrooms').where('id', '=', courtroomId).execute()
        await audit.append(write, {
          kind: 'courtroom.removed',
          courtId: room.court_id,
          actorId: byId,
          data: { courtroom: courtroomId, name: room.name },
        })
      }),

    court: (courtId, byId) =>
      transaction.execute(async (write) => {
        const court = await write
          .selectFrom('courts')
          .select('name')
          .where('id', '=', courtId)
          .executeTakeFirst()
        if (court === undefined) throw new DomainError('refused', 'no such court')
        await checkUnused(write, courtId)
        await removeWhatHangsOn(write, courtId)
        await write.deleteFrom('courts').where('id', '=', courtId).execute()
        await audit.append(write, {
          kind: 'court.removed',
          courtId,
          actorId: byId,
          data: { name: court.name },
        })
      }),
  }
}

async function checkUnused(write: Write, courtId: string): Promise<void> {
  for (const table of [
    'courtrooms',
    'hearings',
    'roles',
    'devices',
    'accreditations',
    'acceptances',
  ] as const) {
    const ofCourt = write.selectFrom(table).select('court_id').where('court_id', '=', courtId)
    if ((await ofCourt.executeTakeFirst()) !== undefined)
      throw new DomainError('in_use', `the court has ${table}`)
  }
  const belongs = write
    .selectFrom('people')
    .innerJoin('outlets', 'outlets.id', 'people.outlet_id')
    .select('people.id')
    .where('outlets.court_id', '=', courtId)
    .where('people.removed_ms', 'is', null)
  if ((await belongs.executeTakeFirst()) !== undefined)
    throw new DomainError('in_use', 'somebody belongs to an outlet of the court')
}

async function removeWhatHangsOn(write: Write, courtId: string): Promise<void> {
  const outlets = write.selectFrom('outlets').select('id').where('court_id', '=', courtId)
  const pools = write.selectFrom('pools').select('id').where('court_id', '=', courtId)
  // Of people who were removed themselves.
  await write.updateTable('people').set({ outlet_id: null }).where('outlet_id', 'in', outlets).execute()
  await write.deleteFrom('pool_members').where('pool_id', 'in', pools).execute()
  for (const table of ['outlets', 'pools', 'grounds', 'undertakings'] as const)
    await write.deleteFrom(table).where('court_id', '=', courtId).execute()
}
