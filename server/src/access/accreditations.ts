import type { AuditLog } from '../audit/audit-log.ts'
import {
  type Accreditation,
  type AccreditationDecisionRequest,
  type AccreditationGrantRequest,
  type AccreditationRequest,
  type AccreditationState,
} from '../protocol/accreditation.ts'
import { DomainError } from '../protocol/errors.ts'
import { hearingState, isOver } from '../protocol/hearing-state.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { AccreditationTable } from '../store/schema.ts'
import { accreditationView } from './accreditation-views.ts'
import { noticeOf, type AccreditationNotice, type NotifyJournalist } from './accreditation-notice.ts'
import { checkJournalist } from './journalists.ts'
import type { ListedHearings } from './listed-hearings.ts'
import { newId } from './new-id.ts'
import { findPool } from './pools.ts'
import type { RightsChanges } from './rights-changes.ts'
import type { SignedIn } from './rights.ts'

/**
 * Rights to one hearing, or to a court between two times, of a journalist or a pool. What is not this court's, or not this
 * person's to ask for, throws `refused`. Free text and card numbers stay out of the audit log, which can't forget: an entry names
 * the accreditation.
 */
export interface Accreditations {
  /** Throws `taken`, `not_in_this_state`. Returns the accreditation's id. */
  request(person: SignedIn, hearingId: string, asked: AccreditationRequest): Promise<string>
  /** Throws `taken`. */
  grant(courtId: string, asked: AccreditationGrantRequest, byId: string): Promise<Accreditation>
  /** Throws `not_in_this_state`. */
  decide(
    courtId: string,
    accreditationId: string,
    decision: AccreditationDecisionRequest,
    byId: string,
  ): Promise<Accreditation>
}

export interface AccreditationsOptions {
  database: Database
  audit: AuditLog
  listed: ListedHearings
  rightsChanges: Pick<RightsChanges, 'changed'>
  notify: NotifyJournalist
  nowMs: () => number
}

const decisions = {
  grant: { from: ['requested', 'refused', 'revoked'], to: 'granted' },
  refuse: { from: ['requested'], to: 'refused' },
  revoke: { from: ['granted'], to: 'revoked' },
} as const satisfies Record<string, { from: readonly AccreditationState[]; to: AccreditationNotice['what'] }>

export function createAccreditations(options: AccreditationsOptions): Accreditations {
  const { database, audit, listed, rightsChanges, notify, nowMs } = options

  /** After the commit: ends what was watched by it, and tells those whom it was about. */
  const tell = async (row: AccreditationTable, what: AccreditationNotice['what']): Promise<Accreditation> => {
    if (what !== 'granted') rightsChanges.changed()
    const notice = await noticeOf(database, row, what)
    for (const personId of await meantBy(database, row)) notify(personId, notice)
    const view = await accreditationView(database, row.id)
    if (view === undefined) throw new DomainError('internal', 'an accreditation is gone')
    return view
  }

  return {
    async request(person, hearingId, asked) {
      const shown = await listed.listedTo(person, hearingId)
      if (shown === undefined) throw new DomainError('refused', 'not in this person’s list')
      if (shown.mayWatch) throw new DomainError('taken', 'may watch it already')
      const id = newId('accreditation')
      await database.transaction().execute(async (write) => {
        const hearing = await hearingOf(write, hearingId)
        if (isOver(hearingState.parse(hearing.state)))
          throw new DomainError('not_in_this_state', 'the hearing is over')
        await checkNotEjected(write, hearingId, person.personId)
        await insert(write, {
          id,
          court_id: hearing.court_id,
          person_id: person.personId,
          pool_id: null,
          hearing_id: hearingId,
          from_ms: null,
          until_ms: null,
          state: 'requested',
          reason: asked.reason,
          card_number: asked.cardNumber,
          asked_ms: Math.floor(nowMs()),
          decided_by: null,
          decided_ms: null,
          decision_reason: '',
        })
        await audit.append(write, {
          kind: 'accreditation.requested',
          courtId: hearing.court_id,
          hearingId,
          actorId: person.personId,
          data: { accreditationId: id },
        })
      })
      return id
    },

    async grant(courtId, asked, byId) {
      const { personId = null, poolId = null, hearingId = null } = asked
      const row = await database.transaction().execute(async (write) => {
        if (personId !== null) await checkJournalist(write, courtId, personId)
        if (poolId !== null) await findPool(write, courtId, poolId)
        if (hearingId !== null && (await hearingOf(write, hearingId)).court_id !== courtId)
          throw new DomainError('refused', 'no such hearing in this court')
        const now = Math.floor(nowMs())
        const granted: AccreditationTable = {
          id: newId('accreditation'),
          court_id: courtId,
          person_id: personId,
          pool_id: poolId,
          hearing_id: hearingId,
          from_ms: asked.fromMs ?? null,
          until_ms: asked.untilMs ?? null,
          state: 'granted',
          reason: '',
          card_number: personId === null ? '' : await cardOf(write, personId),
          asked_ms: now,
          decided_by: byId,
          decided_ms: now,
          decision_reason: asked.reason,
        }
        await checkNotGranted(write, granted)
        const open =
          personId === null || hearingId === null ? undefined : await openRequest(write, personId, hearingId)
        if (open === undefined) {
          await insert(write, granted)
        } else {
          await move(write, open, ['requested'], {
            state: 'granted',
            decided_by: byId,
            decided_ms: now,
            decision_reason: asked.reason,
          })
        }
        const id = open ?? granted.id
        await audit.append(write, {
          kind: 'accreditation.granted',
          courtId,
          hearingId,
          actorId: byId,
          data: { accreditationId: id, poolId },
          people: { personId },
        })
        return rowOf(write, courtId, id)
      })
      return tell(row, 'granted')
    },

    async decide(courtId, accreditationId, { decision, reason }, byId) {
      const { from, to } = decisions[decision]
      const row = await database.transaction().execute(async (write) => {
        const found = await rowOf(write, courtId, accreditationId)
        if (to === 'granted') {
          await checkNotGranted(write, found)
          if (found.person_id !== null) await checkJournalist(write, courtId, found.person_id)
        }
        await move(write, accreditationId, from, {
          state: to,
          decided_by: byId,
          decided_ms: Math.floor(nowMs()),
          decision_reason: reason,
        })
        await audit.append(write, {
          kind: `accreditation.${to}`,
          courtId,
          hearingId: found.hearing_id,
          actorId: byId,
          data: { accreditationId, poolId: found.pool_id },
          people: { personId: found.person_id },
        })
        return rowOf(write, courtId, accreditationId)
      })
      return tell(row, to)
    },
  }
}

/** Throws `taken` where the same is open, or granted, already: the tables' own indexes see to it. */
async function insert(write: Write, row: AccreditationTable): Promise<void> {
  const { numInsertedOrUpdatedRows } = await write
    .insertInto('accreditations')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', `is ${row.state} already`)
}

/** Throws `not_in_this_state` where another was quicker, too. */
async function move(
  write: Write,
  id: string,
  from: readonly AccreditationState[],
  to: Pick<AccreditationTable, 'state' | 'decided_by' | 'decided_ms' | 'decision_reason'>,
): Promise<void> {
  const { numUpdatedRows } = await write
    .updateTable('accreditations')
    .set(to)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new DomainError('not_in_this_state', `can't become ${to.state}`)
}

async function rowOf(database: Database, courtId: string, id: string): Promise<AccreditationTable> {
  const row = await database
    .selectFrom('accreditations')
    .selectAll()
    .where('id', '=', id)
    .where('court_id', '=', courtId)
    .executeTakeFirst()
  if (row === undefined) throw new DomainError('refused', 'no such accreditation in this court')
  return row
}

async function hearingOf(
  database: Database,
  hearingId: string,
): Promise<{ court_id: string; state: string }> {
  const row = await database
    .selectFrom('hearings')
    .select(['court_id', 'state'])
    .where('id', '=', hearingId)
    .executeTakeFirst()
  if (row === undefined) throw new DomainError('refused', 'no such hearing')
  return row
}

async function openRequest(
  database: Database,
  personId: string,
  hearingId: string,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('accreditations')
    .select('id')
    .where('person_id', '=', personId)
    .where('hearing_id', '=', hearingId)
    .where('state', '=', 'requested')
    .executeTakeFirst()
  return row?.id
}

async function checkNotEjected(database: Database, hearingId: string, personId: string): Promise<void> {
  const row = await database
    .selectFrom('ejections')
    .select('person_id')
    .where('hearing_id', '=', hearingId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (row !== undefined) throw new DomainError('refused', 'was put out of the hearing')
}

/** The same right can't be granted twice, because revoking one of the two would then change nothing. */
async function checkNotGranted(write: Write, row: AccreditationTable): Promise<void> {
  const { person_id, pool_id, hearing_id, from_ms, until_ms } = row
  const same = await write
    .selectFrom('accreditations')
    .select('id')
    .where('court_id', '=', row.court_id)
    .where('state', '=', 'granted')
    .where('person_id', person_id === null ? 'is' : '=', person_id)
    .where('pool_id', pool_id === null ? 'is' : '=', pool_id)
    .where('hearing_id', hearing_id === null ? 'is' : '=', hearing_id)
    .where('from_ms', from_ms === null ? 'is' : '=', from_ms)
    .where('until_ms', until_ms === null ? 'is' : '=', until_ms)
    .executeTakeFirst()
  if (same !== undefined) throw new DomainError('taken', 'granted already')
}

async function cardOf(database: Database, personId: string): Promise<string> {
  const row = await database
    .selectFrom('people')
    .select('card_number')
    .where('id', '=', personId)
    .executeTakeFirst()
  return row?.card_number ?? ''
}

async function meantBy(
  database: Database,
  { person_id, pool_id }: Pick<AccreditationTable, 'person_id' | 'pool_id'>,
): Promise<string[]> {
  if (person_id !== null) return [person_id]
  if (pool_id === null) return []
  const rows = await database
    .selectFrom('pool_members')
    .select('person_id')
    .where('pool_id', '=', pool_id)
    .execute()
  return rows.map((row) => row.person_id)
}
