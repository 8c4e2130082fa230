import type { AuditLog } from '../audit/audit-log.ts'
import type { Outlet } from '../protocol/accreditation.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database, Write } from '../store/open-store.ts'
import { checkJournalist } from './journalists.ts'
import { newId } from './new-id.ts'

/** The media that journalists of a court write for. All throw `refused` for what is not this court's; `byId` is who does it. */
export interface Outlets {
  list(courtId: string): Promise<Outlet[]>
  /** Throws `taken`. */
  create(courtId: string, name: string, byId: string): Promise<Outlet>
  /** Throws `taken`. */
  rename(courtId: string, outletId: string, name: string, byId: string): Promise<Outlet>
  /** Throws `in_use` while somebody belongs to it. */
  remove(courtId: string, outletId: string, byId: string): Promise<void>
  /** A journalist belongs to one outlet; one of another court's is not changed from here. */
  place(courtId: string, outletId: string, personId: string, byId: string): Promise<void>
  takeOut(courtId: string, outletId: string, personId: string, byId: string): Promise<void>
}

export interface OutletsOptions {
  database: Database
  audit: AuditLog
}

export function createOutlets({ database, audit }: OutletsOptions): Outlets {
  const transaction = database.transaction()

  return {
    list: (courtId) => outletsOf(database, courtId),

    create: (courtId, name, byId) =>
      transaction.execute(async (write) => {
        const id = await addOutlet(write, { audit, courtId, name, byId })
        return { id, name, journalists: 0 }
      }),

    rename: (courtId, outletId, name, byId) =>
      transaction.execute(async (write) => {
        const found = await findOutlet(write, courtId, outletId)
        const same = await outletNamed(write, courtId, name)
        if (same !== undefined && same !== outletId) throw new DomainError('taken', 'an outlet has this name')
        await write.updateTable('outlets').set({ name }).where('id', '=', outletId).execute()
        await audit.append(write, {
          kind: 'outlet.renamed',
          courtId,
          actorId: byId,
          data: { outletId, name },
        })
        return { ...found, name }
      }),

    remove: (courtId, outletId, byId) =>
      transaction.execute(async (write) => {
        const { journalists } = await findOutlet(write, courtId, outletId)
        if (journalists > 0) throw new DomainError('in_use', 'somebody belongs to the outlet')
        // Of people who were removed only the name stays.
        await write
          .updateTable('people')
          .set({ outlet_id: null })
          .where('outlet_id', '=', outletId)
          .where('removed_ms', 'is not', null)
          .execute()
        await write.deleteFrom('outlets').where('id', '=', outletId).execute()
        await audit.append(write, { kind: 'outlet.removed', courtId, actorId: byId, data: { outletId } })
      }),

    place: (courtId, outletId, personId, byId) =>
      transaction.execute(async (write) => {
        await findOutlet(write, courtId, outletId)
        await checkJournalist(write, courtId, personId)
        const elsewhere = await write
          .selectFrom('people')
          .innerJoin('outlets', 'outlets.id', 'people.outlet_id')
          .select('outlets.id')
          .where('people.id', '=', personId)
          .where('outlets.court_id', '!=', courtId)
          .executeTakeFirst()
        if (elsewhere !== undefined) throw new DomainError('refused', 'belongs to an outlet of another court')
        await write.updateTable('people').set({ outlet_id: outletId }).where('id', '=', personId).execute()
        await audit.append(write, {
          kind: 'outlet.journalist_placed',
          courtId,
          actorId: byId,
          data: { outletId },
          people: { personId },
        })
      }),

    takeOut: (courtId, outletId, personId, byId) =>
      transaction.execute(async (write) => {
        await findOutlet(write, courtId, outletId)
        const { numUpdatedRows } = await write
          .updateTable('people')
          .set({ outlet_id: null })
          .where('id', '=', personId)
          .where('outlet_id', '=', outletId)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) throw new DomainError('refused', 'does not belong to the outlet')
        await audit.append(write, {
          kind: 'outlet.journalist_taken_out',
          courtId,
          actorId: byId,
          data: { outletId },
          people: { personId },
        })
      }),
  }
}

export interface NewOutlet {
  audit: AuditLog
  courtId: string
  name: string
  byId: string
}

/** Returns its id. Throws `taken`. */
export async function addOutlet(write: Write, { audit, courtId, name, byId }: NewOutlet): Promise<string> {
  const id = newId('outlet')
  const { numInsertedOrUpdatedRows } = await write
    .insertInto('outlets')
    .values({ id, court_id: courtId, name })
    .onConflict((conflict) => conflict.columns(['court_id', 'name']).doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'an outlet has this name')
  await audit.append(write, { kind: 'outlet.created', courtId, actorId: byId, data: { outletId: id, name } })
  return id
}

async function findOutlet(database: Database, courtId: string, outletId: string): Promise<Outlet> {
  const [found] = await outletsOf(database, courtId, outletId)
  if (found === undefined) throw new DomainError('refused', 'no such outlet in this court')
  return found
}

async function outletNamed(database: Database, courtId: string, name: string): Promise<string | undefined> {
  const found = await database
    .selectFrom('outlets')
    .select('id')
    .where('court_id', '=', courtId)
    .where('name', '=', name)
    .executeTakeFirst()
  return found?.id
}

async function outletsOf(database: Database, courtId: string, outletId?: string): Promise<Outlet[]> {
  const query = database
    .selectFrom('outlets')
    .leftJoin('people', (join) =>
      join.onRef('people.outlet_id', '=', 'outlets.id').on('people.removed_ms', 'is', null),
    )
    .select((of) => ['outlets.id', 'outlets.name', of.fn.count<number>('people.id').as('journalists')])
    .where('outlets.court_id', '=', courtId)
    .groupBy(['outlets.id', 'outlets.name'])
    .orderBy('outlets.name')
    .orderBy('outlets.id')
  return (outletId === undefined ? query : query.where('outlets.id', '=', outletId)).execute()
}
