import { createHash, randomBytes } from 'node:crypto'
import ical, { ICalEventStatus, type ICalEventData } from 'ical-generator'
import { courtsListedFor, listableOf, type Listable, type ListedHearings } from '../access/listed-hearings.ts'
import type { CourtScope } from '../access/rights.ts'
import { grantOf } from '../access/role-grants.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { hearingState, type HearingState } from '../protocol/hearing-state.ts'
import { inThree, language, type InThree, type Language } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'

/** A person's hearings for a calendar program, at an address that is a secret of 256 bits; only its hash is stored. */
export interface Calendars {
  /** A new address; the earlier one ends. Returns the secret. */
  make(personId: string): Promise<string>
  /** iCalendar (RFC 5545) of the hearings with a planned time that the person may watch; null for an address that is nobody's. */
  read(secret: string, origin: string): Promise<string | null>
}

export interface CalendarsOptions {
  database: Database
  audit: AuditLog
  listed: ListedHearings
  nowMs: () => number
}

/** What is over for longer is left out, ms. */
const keptAfterMs = 30 * 24 * 3_600_000
/** Where no end is planned, ms. */
const assumedLengthMs = 3_600_000
const askAgainS = 900

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export function createCalendars({ database, audit, listed, nowMs }: CalendarsOptions): Calendars {
  return {
    async make(personId) {
      const secret = randomBytes(32).toString('base64url')
      await database.transaction().execute(async (write) => {
        await write
          .updateTable('people')
          .set({ calendar_hash: hashOf(secret) })
          .where('id', '=', personId)
          .where('removed_ms', 'is', null)
          .executeTakeFirstOrThrow()
        await audit.append(write, { kind: 'calendar.made', actorId: personId })
      })
      return secret
    },

    async read(secret, origin) {
      // Found by the hash: how long that takes says nothing of the secret.
      const person = await database
        .selectFrom('people')
        .select(['id', 'language'])
        .where('calendar_hash', '=', hashOf(secret))
        .where('removed_ms', 'is', null)
        .executeTakeFirst()
      if (person === undefined) return null
      const grants = await database
        .selectFrom('roles')
        .selectAll()
        .where('person_id', '=', person.id)
        .execute()
      const reader = { personId: person.id, grants: grants.map(grantOf) }
      const courts = courtsListedFor(reader.grants)
      const planned = await plannedHearings(database, courts, nowMs() - keptAfterMs)
      const own = await listed.listFor(reader, planned)
      const spoken = language.parse(person.language)
      return ical({
        name: 'Press Gallery',
        prodId: { company: 'Press Gallery', product: 'hearings', language: spoken.toUpperCase() },
        ttl: askAgainS,
        events: planned
          .filter(({ id }) => own.get(id)?.mayWatch === true)
          .map((hearing) => eventOf(hearing, spoken, origin)),
      }).toString()
    },
  }
}

const rowsSince = (database: Database, courts: CourtScope, sinceMs: number) =>
  database
    .selectFrom('hearings')
    .innerJoin('courtrooms', 'courtrooms.id', 'hearings.courtroom_id')
    .innerJoin('courts', 'courts.id', 'hearings.court_id')
    .select([
      'hearings.id',
      'hearings.court_id',
      'hearings.audience',
      'hearings.pool_id',
      'hearings.title',
      'hearings.case_number',
      'hearings.judge',
      'hearings.notes',
      'hearings.state',
      'hearings.version',
      'hearings.planned_start_ms',
      'hearings.planned_end_ms',
      'courtrooms.name as courtroom',
      'courts.names',
    ])
    .where('hearings.planned_start_ms', '>=', Math.floor(sinceMs))
    .$if(courts !== 'all', (query) => query.where('hearings.court_id', 'in', courts === 'all' ? [] : courts))
    .orderBy('hearings.planned_start_ms')
    .orderBy('hearings.id')
    .execute()

interface PlannedHearing extends Listable {
  title: string
  caseNumber: string
  judge: string
  notes: InThree
  courtroom: string
  court: InThree
  state: HearingState
  version: number
  startMs: number
  endMs: number
}

async function plannedHearings(
  database: Database,
  courts: CourtScope,
  sinceMs: number,
): Promise<PlannedHearing[]> {
  if (courts.length === 0) return []
  return (await rowsSince(database, courts, sinceMs)).map((row) => {
    const startMs = row.planned_start_ms ?? 0
    return {
      ...listableOf(row),
      title: row.title,
      caseNumber: row.case_number,
      judge: row.judge,
      notes: inThree.parse(JSON.parse(row.notes)),
      courtroom: row.courtroom,
      court: inThree.parse(JSON.parse(row.names)),
      state: hearingState.parse(row.state),
      version: row.version,
      startMs,
      endMs:
        row.planned_end_ms !== null && row.planned_end_ms > startMs
          ? row.planned_end_ms
          : startMs + assumedLengthMs,
    }
  })
}

const judgeWord: Record<Language, string> = { kk: 'Судья', ru: 'Судья', en: 'Judge' }

function eventOf(hearing: PlannedHearing, spoken: Language, origin: string): ICalEventData {
  const facts = [
    hearing.judge === '' ? '' : `${judgeWord[spoken]}: ${hearing.judge}`,
    hearing.notes[spoken],
  ].filter((fact) => fact !== '')
  return {
    id: `${hearing.id}@press-gallery`,
    sequence: hearing.version,
    start: new Date(hearing.startMs),
    end: new Date(hearing.endMs),
    summary: `${hearing.caseNumber} ${hearing.title}`,
    location: `${hearing.court[spoken]}, ${hearing.courtroom}`,
    description: facts.length === 0 ? null : facts.join('\n'),
    status: hearing.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    url: `${origin}/watch/${hearing.id}`,
  }
}
