import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import { ground, underWayStates, type Ground } from '../protocol/hearing-state.ts'
import { inThree, type InThree } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { CourtroomTable } from '../store/schema.ts'
import { shownSourceOf, storedSource, type ShownSource, type StoredSource } from './stored-source.ts'

export interface Court {
  id: string
  name: string
  names: InThree
  contact: string
  sealRecipient: string | null
}

export interface Courtroom {
  id: string
  courtId: string
  name: string
  source: StoredSource
  /** Since when nothing is held in it any more, ms since the epoch; null: it is in use. */
  retiredMs: number | null
}

/** What a change of a court may set. */
export type CourtChange = { [K in keyof Omit<Court, 'id'>]?: Court[K] | undefined }

export interface CourtroomChange {
  name?: string | undefined
  source?: StoredSource | undefined
  /** The source that it is meant to have until now, as it is shown. */
  replaces?: ShownSource | undefined
}

/** Courts, their courtrooms and their grounds for closing a session. */
export interface Courts {
  list(): Promise<Court[]>
  find(courtId: string): Promise<Court | undefined>
  /** Throws DomainError `taken`. */
  create(court: Court, byId: string): Promise<void>
  change(courtId: string, change: CourtChange, byId: string): Promise<void>
  /** Those in use. */
  courtrooms(courtId?: string): Promise<Courtroom[]>
  /** Retired ones as well: for the names of what was held in them. */
  everyCourtroom(courtId?: string): Promise<Courtroom[]>
  /** Also a retired one. */
  courtroom(courtroomId: string): Promise<Courtroom | undefined>
  /** Throws DomainError `taken`. */
  addCourtroom(courtroom: Omit<Courtroom, 'retiredMs'>, byId: string): Promise<void>
  /** Throws DomainError `state_moved_on` where `replaces` is not the source that it has now. */
  changeCourtroom(courtroomId: string, change: CourtroomChange, byId: string): Promise<void>
  grounds(courtId: string): Promise<Ground[]>
  ground(groundId: string): Promise<Ground | undefined>
  /** Also those that are not in a list any more. */
  groundsNamed(groundIds: readonly string[]): Promise<Ground[]>
  /** The whole list, in order. One that orders name, and is left out, is only hidden from the list. */
  setGrounds(courtId: string, grounds: readonly Ground[], byId: string): Promise<void>
}

/** Not in the list any more, but named by orders. */
const hiddenPosition = -1

export function createCourts(database: Database, audit: AuditLog): Courts {
  const everyCourtroom = async (courtId?: string): Promise<Courtroom[]> => {
    const query = database.selectFrom('courtrooms').selectAll().orderBy('position').orderBy('id')
    const rows = await (courtId === undefined ? query : query.where('court_id', '=', courtId)).execute()
    return rows.map(courtroomOf)
  }
  return {
    async list() {
      return (await database.selectFrom('courts').selectAll().orderBy('id').execute()).map(courtOf)
    },
    async find(courtId) {
      const row = await database.selectFrom('courts').selectAll().where('id', '=', courtId).executeTakeFirst()
      return row === undefined ? undefined : courtOf(row)
    },
    async create(court, byId) {
      await database.transaction().execute(async (write) => {
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('courts')
          .values({
            id: court.id,
            name: court.name,
            names: JSON.stringify(court.names),
            contact: court.contact,
            seal_recipient: court.sealRecipient,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'there is a court of this id')
        await audit.append(write, { kind: 'court.created', courtId: court.id, actorId: byId })
      })
    },
    async change(courtId, change, byId) {
      const columns = columnsOf(change)
      if (Object.keys(columns).length === 0) return
      await database.transaction().execute(async (write) => {
        await write.updateTable('courts').set(columns).where('id', '=', courtId).execute()
        await audit.append(write, {
          kind: 'court.changed',
          courtId,
          actorId: byId,
          data: { what: Object.keys(columns), sealRecipient: change.sealRecipient ?? null },
        })
      })
    },

    courtrooms: async (courtId) =>
      (await everyCourtroom(courtId)).filter(({ retiredMs }) => retiredMs === null),
    everyCourtroom,
    async courtroom(courtroomId) {
      const query = database.selectFrom('courtrooms').selectAll().where('id', '=', courtroomId)
      const row = await query.executeTakeFirst()
      return row === undefined ? undefined : courtroomOf(row)
    },
    async addCourtroom({ id, courtId, name, source }, byId) {
      await database.transaction().execute(async (write) => {
        const last = await write
          .selectFrom('courtrooms')
          .select((of) => of.fn.max('position').as('position'))
          .where('court_id', '=', courtId)
          .executeTakeFirst()
        const position = (last?.position ?? -1) + 1
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('courtrooms')
          .values({ id, court_id: courtId, name, source: JSON.stringify(source), position })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'there is a courtroom of this id')
        await audit.append(write, {
          kind: 'courtroom.added',
          courtId,
          actorId: byId,
          data: { courtroom: id, source: source.kind },
        })
      })
    },
    async changeCourtroom(courtroomId, { name, source, replaces }, byId) {
      await database.transaction().execute(async (write) => {
        const columns = {
          ...(name === undefined ? {} : { name }),
          ...(source === undefined ? {} : { source: JSON.stringify(source) }),
        }
        if (Object.keys(columns).length === 0) return
        const row = await write
          .selectFrom('courtrooms')
          .selectAll()
          .where('id', '=', courtroomId)
          .executeTakeFirstOrThrow()
        const before = courtroomOf(row)
        if (replaces !== undefined && !isDeepStrictEqual(replaces, shownSourceOf(before.source)))
          throw new DomainError('state_moved_on', 'the courtroom has another source meanwhile')
        const busy = await write
          .selectFrom('hearings')
          .select('id')
          .where('courtroom_id', '=', courtroomId)
          .where('state', 'in', underWayStates)
          .executeTakeFirst()
        await write.updateTable('courtrooms').set(columns).where('id', '=', courtroomId).execute()
        await audit.append(write, {
          kind: 'courtroom.changed',
          courtId: before.courtId,
          // The hearing that goes on with another source.
          hearingId: source === undefined ? null : (busy?.id ?? null),
          actorId: byId,
          data: {
            courtroom: courtroomId,
            what: Object.keys(columns),
            ...(source === undefined ? {} : { source: source.kind }),
          },
        })
      })
    },

    async grounds(courtId) {
      const rows = await database
        .selectFrom('grounds')
        .selectAll()
        .where('court_id', '=', courtId)
        .where('position', '!=', hiddenPosition)
        .orderBy('position')
        .execute()
      return rows.map(groundOf)
    },
    async groundsNamed(groundIds) {
      if (groundIds.length === 0) return []
      const query = database.selectFrom('grounds').selectAll().where('id', 'in', groundIds)
      return (await query.execute()).map(groundOf)
    },
    async ground(groundId) {
      const query = database.selectFrom('grounds').selectAll().where('id', '=', groundId)
      const row = await query.executeTakeFirst()
      return row === undefined ? undefined : groundOf(row)
    },
    async setGrounds(courtId, grounds, byId) {
      await database.transaction().execute(async (write) => {
        await write
          .updateTable('grounds')
          .set({ position: hiddenPosition })
          .where('court_id', '=', courtId)
          .execute()
        for (const [position, { id, words, shown }] of grounds.entries()) {
          const columns = { words: JSON.stringify(words), shown: shown ? 1 : 0, position }
          const { numInsertedOrUpdatedRows } = await write
            .insertInto('grounds')
            .values({ id, court_id: courtId, ...columns })
            .onConflict((conflict) =>
              conflict.column('id').doUpdateSet(columns).where('grounds.court_id', '=', courtId),
            )
            .executeTakeFirst()
          if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'another court has this ground')
        }
        const ids = grounds.map(({ id }) => id)
        await audit.append(write, { kind: 'grounds.changed', courtId, actorId: byId, data: { grounds: ids } })
      })
    },
  }
}

const courtRow = z.object({
  id: z.string(),
  name: z.string(),
  names: z.string(),
  contact: z.string(),
  seal_recipient: z.string().nullable(),
})

function courtOf(stored: z.input<typeof courtRow>): Court {
  const { id, name, names, contact, seal_recipient } = stored
  return { id, name, names: inThree.parse(JSON.parse(names)), contact, sealRecipient: seal_recipient }
}

function columnsOf({ name, names, contact, sealRecipient }: CourtChange) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(names === undefined ? {} : { names: JSON.stringify(names) }),
    ...(contact === undefined ? {} : { contact }),
    ...(sealRecipient === undefined ? {} : { seal_recipient: sealRecipient }),
  }
}

function courtroomOf({ id, court_id, name, source, retired_ms }: CourtroomTable): Courtroom {
  return {
    id,
    courtId: court_id,
    name,
    source: storedSource.parse(JSON.parse(source)),
    retiredMs: retired_ms,
  }
}

function groundOf(stored: { id: string; words: string; shown: number }): Ground {
  return ground.parse({ id: stored.id, words: JSON.parse(stored.words), shown: stored.shown !== 0 })
}
