import type { AuditLog } from '../audit/audit-log.ts'
import type { Pool, PoolMember } from '../protocol/accreditation.ts'
import { DomainError } from '../protocol/errors.ts'
import { language } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import { checkJournalist } from './journalists.ts'
import { newId } from './new-id.ts'
import type { RightsChanges } from './rights-changes.ts'

/**
 * Named groups of a court's journalists. All throw `refused` for what is not this court's; `byId` is who does it.
 */
export interface Pools {
  list(courtId: string): Promise<Pool[]>
  find(courtId: string, poolId: string): Promise<Pool>
  /** Throws `taken`. */
  create(courtId: string, name: string, byId: string): Promise<Pool>
  /** Throws `taken`. */
  rename(courtId: string, poolId: string, name: string, byId: string): Promise<Pool>
  /** Throws `in_use` while a hearing or an accreditation names it: emptied, it gives nobody a right. */
  remove(courtId: string, poolId: string, byId: string): Promise<void>
  members(courtId: string, poolId: string): Promise<PoolMember[]>
  add(courtId: string, poolId: string, personId: string, byId: string): Promise<void>
  /** Ends what they watch by this pool alone. */
  takeOut(courtId: string, poolId: string, personId: string, byId: string): Promise<void>
}

export interface PoolsOptions {
  database: Database
  audit: AuditLog
  rightsChanges: Pick<RightsChanges, 'changed'>
}

export function createPools({ database, audit, rightsChanges }: PoolsOptions): Pools {
  const transaction = database.transaction()

  return {
    list: (courtId) => poolsOf(database, courtId),
    find: (courtId, poolId) => findPool(database, courtId, poolId),

    create: (courtId, name, byId) =>
      transaction.execute(async (write) => {
        const id = newId('pool')
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('pools')
          .values({ id, court_id: courtId, name })
          .onConflict((conflict) => conflict.columns(['court_id', 'name']).doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'a pool has this name')
        await audit.append(write, {
          kind: 'pool.created',
          courtId,
          actorId: byId,
          data: { poolId: id, name },
        })
        return { id, name, members: 0 }
      }),

    rename: (courtId, poolId, name, byId) =>
      transaction.execute(async (write) => {
        const found = await findPool(write, courtId, poolId)
        const same = await write
          .selectFrom('pools')
          .select('id')
          .where('court_id', '=', courtId)
          .where('name', '=', name)
          .executeTakeFirst()
        if (same !== undefined && same.id !== poolId) throw new DomainError('taken', 'a pool has this name')
        await write.updateTable('pools').set({ name }).where('id', '=', poolId).execute()
        await audit.append(write, { kind: 'pool.renamed', courtId, actorId: byId, data: { poolId, name } })
        return { ...found, name }
      }),

    async remove(courtId, poolId, byId) {
      await transaction.execute(async (write) => {
        await findPool(write, courtId, poolId)
        await checkUnused(write, poolId)
        await write.deleteFrom('pool_members').where('pool_id', '=', poolId).execute()
        await write.deleteFrom('pools').where('id', '=', poolId).execute()
        await audit.append(write, { kind: 'pool.removed', courtId, actorId: byId, data: { poolId } })
      })
      rightsChanges.changed()
    },

    async members(courtId, poolId) {
      await findPool(database, courtId, poolId)
      return membersOf(database, poolId)
    },

    add: (courtId, poolId, personId, byId) =>
      transaction.execute(async (write) => {
        await findPool(write, courtId, poolId)
        await checkJournalist(write, courtId, personId)
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('pool_members')
          .values({ pool_id: poolId, person_id: personId })
          .onConflict((conflict) => conflict.columns(['pool_id', 'person_id']).doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== 1n) return
        await audit.append(write, {
          kind: 'pool.member_added',
          courtId,
          actorId: byId,
          data: { poolId },
          people: { personId },
        })
      }),

    async takeOut(courtId, poolId, personId, byId) {
      await transaction.execute(async (write) => {
        await findPool(write, courtId, poolId)
        const { numDeletedRows } = await write
          .deleteFrom('pool_members')
          .where('pool_id', '=', poolId)
          .where('person_id', '=', personId)
          .executeTakeFirstOrThrow()
        if (numDeletedRows === 0n) throw new DomainError('refused', 'no member of the pool')
        await audit.append(write, {
          kind: 'pool.member_taken_out',
          courtId,
          actorId: byId,
          data: { poolId },
          people: { personId },
        })
      })
      rightsChanges.changed()
    },
  }
}

/** Throws `refused` where the court has no such pool. */
export async function findPool(database: Database, courtId: string, poolId: string): Promise<Pool> {
  const [found] = await poolsOf(database, courtId, poolId)
  if (found === undefined) throw new DomainError('refused', 'no such pool in this court')
  return found
}

export async function membersOf(database: Database, poolId: string): Promise<PoolMember[]> {
  const rows = await database
    .selectFrom('pool_members')
    .innerJoin('people', 'people.id', 'pool_members.person_id')
    .leftJoin('outlets', 'outlets.id', 'people.outlet_id')
    .select([
      'people.id',
      'people.name',
      'people.email',
      'people.card_number',
      'people.language',
      'outlets.name as outlet',
    ])
    .where('pool_members.pool_id', '=', poolId)
    .where('people.removed_ms', 'is', null)
    .orderBy('people.name')
    .orderBy('people.id')
    .execute()
  return rows.map((row) => ({
    personId: row.id,
    name: row.name,
    email: row.email,
    outlet: row.outlet ?? '',
    cardNumber: row.card_number ?? '',
    language: language.parse(row.language),
  }))
}

async function poolsOf(database: Database, courtId: string, poolId?: string): Promise<Pool[]> {
  const query = database
    .selectFrom('pools')
    .leftJoin('pool_members', 'pool_members.pool_id', 'pools.id')
    .leftJoin('people', (join) =>
      join.onRef('people.id', '=', 'pool_members.person_id').on('people.removed_ms', 'is', null),
    )
    .select((of) => ['pools.id', 'pools.name', of.fn.count<number>('people.id').as('members')])
    .where('pools.court_id', '=', courtId)
    .groupBy(['pools.id', 'pools.name'])
    .orderBy('pools.name')
    .orderBy('pools.id')
  return (poolId === undefined ? query : query.where('pools.id', '=', poolId)).execute()
}

async function checkUnused(database: Database, poolId: string): Promise<void> {
  const [hearing, accreditation] = await Promise.all([
    database.selectFrom('hearings').select('id').where('pool_id', '=', poolId).limit(1).executeTakeFirst(),
    database
      .selectFrom('accreditations')
      .select('id')
      .where('pool_id', '=', poolId)
      .limit(1)
      .executeTakeFirst(),
  ])
  if (hearing !== undefined || accreditation !== undefined)
    throw new DomainError('in_use', 'a hearing or an accreditation names the pool')
}
