import { journalistsAmong } from '../access/journalists.ts'
import { newId } from '../access/new-id.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { RescheduleRequest, ScheduleRequest } from '../protocol/desk.ts'
import { DomainError } from '../protocol/errors.ts'
import { isOver } from '../protocol/hearing-state.ts'
import type { Database, Write } from '../store/open-store.ts'
import { findHearing, type Hearing } from './hearings.ts'

/** Plans hearings, and changes what was planned. */
export interface Schedule {
  /** Throws DomainError `bad_request` for a courtroom, pool or person that can't be meant, `courtroom_retired` for one that is used no more. */
  plan(courtId: string, wanted: ScheduleRequest, byId: string): Promise<Hearing>
  /** As `plan`; `not_in_this_state` for another courtroom once it has begun, and for anything once it is over. */
  change(hearingId: string, wanted: RescheduleRequest, byId: string): Promise<Hearing>
  /** People's ids, with the audience `named`. */
  named(hearingId: string): Promise<string[]>
  /** The same of many hearings, by hearing; those that name nobody are left out. One query, or none. */
  namedIn(hearingIds: readonly string[]): Promise<Map<string, string[]>>
  /** A hearing of this court was planned or changed. Returns the function that takes the listener away. */
  onChange(listener: (courtId: string) => void): () => void
}

export interface ScheduleOptions {
  database: Database
  audit: AuditLog
  nowMs: () => number
  /** Called after a change of who may watch has been written. */
  rightsChanged: () => void
}

export function createSchedule({ database, audit, nowMs, rightsChanged }: ScheduleOptions): Schedule {
  const listeners = new Set<(courtId: string) => void>()
  const tell = (courtId: string): void => {
    for (const listener of listeners) listener(courtId)
  }
  return {
    async plan(courtId, wanted, byId) {
      const id = newId('hearing')
      const planned = await database.transaction().execute(async (write) => {
        await checkReferences(write, courtId, wanted)
        await write
          .insertInto('hearings')
          .values({
            id,
            court_id: courtId,
            courtroom_id: wanted.courtroomId,
            case_number: wanted.caseNumber,
            title: wanted.title,
            judge: wanted.judge,
            planned_start_ms: wanted.plannedStartMs,
            planned_end_ms: wanted.plannedEndMs,
            languages: JSON.stringify(wanted.languages),
            audience: wanted.audience,
            pool_id: wanted.poolId,
            notes: JSON.stringify(wanted.notes),
            watermark: wanted.watermark ? 1 : 0,
            closed_recording: wanted.closedRecording,
            state: 'scheduled',
            version: 0,
            since_ms: Math.floor(nowMs()),
            ground_id: null,
          })
          .execute()
        await setNamed(write, id, wanted.people)
        await audit.append(write, {
          kind: 'hearing.scheduled',
          courtId,
          hearingId: id,
          actorId: byId,
          data: { courtroom: wanted.courtroomId, caseNumber: wanted.caseNumber, audience: wanted.audience },
        })
        return found(write, id)
      })
      tell(courtId)
      return planned
    },

    async change(hearingId, wanted, byId) {
      const changed = await database.transaction().execute(async (write) => {
        const hearing = await found(write, hearingId)
        const { courtId, courtroomId, state } = hearing
        if (isOver(state)) throw new DomainError('not_in_this_state', `it is ${state}`)
        if (wanted.courtroomId !== undefined && wanted.courtroomId !== courtroomId && state !== 'scheduled')
          throw new DomainError('not_in_this_state', 'it has begun in its courtroom')
        await checkReferences(write, courtId, wanted)
        const columns = columnsOf(wanted)
        if (Object.keys(columns).length > 0)
          await write.updateTable('hearings').set(columns).where('id', '=', hearingId).execute()
        if (wanted.people !== undefined) await setNamed(write, hearingId, wanted.people)
        await audit.append(write, {
          kind: 'hearing.changed',
          courtId,
          hearingId,
          actorId: byId,
          data: { what: Object.keys(wanted) },
        })
        return found(write, hearingId)
      })
      rightsChanged()
      tell(changed.courtId)
      return changed
    },

    async named(hearingId) {
      const rows = await database
        .selectFrom('hearing_people')
        .select('person_id')
        .where('hearing_id', '=', hearingId)
        .orderBy('person_id')
        .execute()
      return rows.map(({ person_id }) => person_id)
    },
    async namedIn(hearingIds) {
      if (hearingIds.length === 0) return new Map()
      const rows = await database
        .selectFrom('hearing_people')
        .selectAll()
        .where('hearing_id', 'in', hearingIds)
        .orderBy('person_id')
        .execute()
      return new Map(
        [...Map.groupBy(rows, ({ hearing_id }) => hearing_id)].map(([id, people]) => [
          id,
          people.map(({ person_id }) => person_id),
        ]),
      )
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function found(write: Write, hearingId: string): Promise<Hearing> {
  const hearing = await findHearing(write, hearingId)
  if (hearing === undefined) throw new DomainError('refused', 'no such hearing')
  return hearing
}

async function setNamed(write: Write, hearingId: string, people: readonly string[]): Promise<void> {
  await write.deleteFrom('hearing_people').where('hearing_id', '=', hearingId).execute()
  const rows = [...new Set(people)].map((person_id) => ({ hearing_id: hearingId, person_id }))
  if (rows.length > 0) await write.insertInto('hearing_people').values(rows).execute()
}

/** What a hearing names must be its own court's. */
async function checkReferences(write: Write, courtId: string, wanted: RescheduleRequest): Promise<void> {
  const { courtroomId, poolId, people, plannedStartMs, plannedEndMs } = wanted
  if (courtroomId !== undefined) {
    const query = write.selectFrom('courtrooms').select('retired_ms').where('id', '=', courtroomId)
    const room = await query.where('court_id', '=', courtId).executeTakeFirst()
    if (room === undefined) throw new DomainError('bad_request', 'no such courtroom in this court')
    if (room.retired_ms !== null) throw new DomainError('courtroom_retired', 'nothing is held there any more')
  }
  if (typeof poolId === 'string') {
    const query = write.selectFrom('pools').select('id').where('id', '=', poolId)
    if ((await query.where('court_id', '=', courtId).executeTakeFirst()) === undefined)
      throw new DomainError('bad_request', 'no such pool in this court')
  }
  if (people !== undefined && people.length > 0) {
    const journalists = await journalistsAmong(write, courtId, people)
    if (!people.every((id) => journalists.has(id)))
      throw new DomainError('bad_request', 'names somebody who is no journalist of this court')
  }
  if (typeof plannedStartMs === 'number' && typeof plannedEndMs === 'number' && plannedEndMs < plannedStartMs)
    throw new DomainError('bad_request', 'ends before it begins')
}

function columnsOf(wanted: RescheduleRequest) {
  const { title, caseNumber, courtroomId, judge, plannedStartMs, plannedEndMs, audience, poolId } = wanted
  const { languages, notes, watermark, closedRecording } = wanted
  return {
    ...(title === undefined ? {} : { title }),
    ...(caseNumber === undefined ? {} : { case_number: caseNumber }),
    ...(courtroomId === undefined ? {} : { courtroom_id: courtroomId }),
    ...(judge === undefined ? {} : { judge }),
    ...(plannedStartMs === undefined ? {} : { planned_start_ms: plannedStartMs }),
    ...(plannedEndMs === undefined ? {} : { planned_end_ms: plannedEndMs }),
    ...(audience === undefined ? {} : { audience }),
    ...(poolId === undefined ? {} : { pool_id: poolId }),
    ...(languages === undefined ? {} : { languages: JSON.stringify(languages) }),
    ...(notes === undefined ? {} : { notes: JSON.stringify(notes) }),
    ...(watermark === undefined ? {} : { watermark: watermark ? 1 : 0 }),
    ...(closedRecording === undefined ? {} : { closed_recording: closedRecording }),
  }
}
