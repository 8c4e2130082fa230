import {
  accreditationState,
  type Accreditation,
  type AccreditationFilter,
  type AccreditationsAnswer,
  type OwnAccreditation,
} from '../protocol/accreditation.ts'
import type { Database } from '../store/open-store.ts'

const most = 1000

const withNames = (database: Database) =>
  database
    .selectFrom('accreditations')
    .leftJoin('people', 'people.id', 'accreditations.person_id')
    .leftJoin('outlets', 'outlets.id', 'people.outlet_id')
    .leftJoin('pools', 'pools.id', 'accreditations.pool_id')
    .leftJoin('hearings', 'hearings.id', 'accreditations.hearing_id')
    .leftJoin('people as decider', 'decider.id', 'accreditations.decided_by')
    .selectAll('accreditations')
    .select([
      'people.name as person',
      'outlets.name as outlet',
      'pools.name as pool',
      'hearings.title',
      'hearings.case_number',
      'decider.name as decider',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof withNames>['execute']>>[number]

const hearingOf = ({ hearing_id, title, case_number }: Row): Accreditation['hearing'] =>
  hearing_id === null ? null : { id: hearing_id, title: title ?? '', caseNumber: case_number ?? '' }

/** As the press office sees it. */
function viewOf(row: Row): Accreditation {
  return {
    id: row.id,
    courtId: row.court_id,
    person:
      row.person_id === null ? null : { id: row.person_id, name: row.person ?? '', outlet: row.outlet ?? '' },
    pool: row.pool_id === null ? null : { id: row.pool_id, name: row.pool ?? '' },
    hearing: hearingOf(row),
    fromMs: row.from_ms,
    untilMs: row.until_ms,
    state: accreditationState.parse(row.state),
    reason: row.reason,
    cardNumber: row.card_number,
    askedMs: row.asked_ms,
    decidedMs: row.decided_ms,
    decidedBy: row.decided_by === null ? null : (row.decider ?? ''),
    decisionReason: row.decision_reason,
  }
}

const ownViewOf = (row: Row): OwnAccreditation => ({
  id: row.id,
  courtId: row.court_id,
  hearing: hearingOf(row),
  fromMs: row.from_ms,
  untilMs: row.until_ms,
  pool: row.pool_id === null ? null : (row.pool ?? ''),
  state: accreditationState.parse(row.state),
  reason: row.person_id === null ? '' : row.reason,
  askedMs: row.asked_ms,
  decidedMs: row.decided_ms,
  decisionReason: row.decision_reason,
})

export async function accreditationView(database: Database, id: string): Promise<Accreditation | undefined> {
  const row = await withNames(database).where('accreditations.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : viewOf(row)
}

/** Newest first. */
export async function accreditationsOf(
  database: Database,
  of: { courtId: string; filter: AccreditationFilter } | { hearingId: string },
): Promise<AccreditationsAnswer> {
  const newest = withNames(database)
    .orderBy('accreditations.asked_ms', 'desc')
    .orderBy('accreditations.id')
    .limit(most + 1)
  const rows = await (
    'hearingId' in of
      ? newest.where('accreditations.hearing_id', '=', of.hearingId)
      : newest
          .where('accreditations.court_id', '=', of.courtId)
          .$if(of.filter !== 'all', (query) => query.where('accreditations.state', '=', of.filter))
  ).execute()
  return { accreditations: rows.slice(0, most).map(viewOf), more: rows.length > most }
}

/** A person's own and their pools', newest first. */
export async function accreditationsOfPerson(
  database: Database,
  personId: string,
): Promise<OwnAccreditation[]> {
  const pools = database.selectFrom('pool_members').select('pool_id').where('person_id', '=', personId)
  const rows = await withNames(database)
    .where((of) =>
      of.or([of('accreditations.person_id', '=', personId), of('accreditations.pool_id', 'in', pools)]),
    )
    .orderBy('accreditations.asked_ms', 'desc')
    .orderBy('accreditations.id')
    .limit(most)
    .execute()
  return rows.map(ownViewOf)
}
