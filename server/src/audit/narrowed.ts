import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely'
import type { CourtScope } from '../access/rights.ts'
import { reaches } from '../access/scope.ts'
import type { AuditFilter } from '../protocol/audit.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { Tables } from '../store/schema.ts'
import { monthOf } from './subjects.ts'

/** Of a log that somebody reads. */
export interface Narrowed {
  /** The `where` of its entries. */
  condition: (entry: ExpressionBuilder<Tables, 'audit_entries'>) => Expression<SqlBool>
  /** The people that the filter's `person` fits, by their own ids. */
  personIds: string[]
}

/** More would be no search by person. */
const mostSubjects = 20_000

/**
 * What the filter lets through, of the courts in scope. Throws DomainError `refused` for a court beyond it, and `bad_request`
 * for a person that nearly everybody could be.
 */
export async function narrowedBy(
  database: Database,
  filter: AuditFilter,
  scope: CourtScope,
): Promise<Narrowed> {
  const { courtId, hearingId, caseNumber, kind, person, fromMs, untilMs } = filter
  if (courtId !== undefined && !reaches(scope, courtId)) {
    throw new DomainError('refused', 'the log of a court out of scope')
  }
  const subjects = person === undefined ? [] : await subjectsLike(database, person, filter)
  if (subjects.length > mostSubjects) throw new DomainError('bad_request', 'too many people fit')
  const ids = subjects.map(({ id }) => id)
  return {
    personIds: [...new Set(subjects.map(({ person_id: personId }) => personId))],
    condition: (entry) => {
      const all: Expression<SqlBool>[] = []
      if (scope !== 'all') all.push(among(entry, 'court_id', scope))
      if (courtId !== undefined) all.push(entry('court_id', '=', courtId))
      if (hearingId !== undefined) all.push(entry('hearing_id', '=', hearingId))
      if (caseNumber !== undefined) all.push(ofCase(entry, caseNumber))
      if (kind !== undefined) all.push(ofKind(kind))
      if (fromMs !== undefined) all.push(entry('at_ms', '>=', fromMs))
      if (untilMs !== undefined) all.push(entry('at_ms', '<', untilMs))
      if (person !== undefined) all.push(entry.or([entry('actor', '=', person), mentioning(entry, ids)]))
      return entry.and(all)
    },
  }
}

type Entry = ExpressionBuilder<Tables, 'audit_entries'>

const among = (entry: Entry, column: 'court_id', values: readonly string[]): Expression<SqlBool> =>
  values.length === 0 ? sql<SqlBool>`1 = 0` : entry(column, 'in', values)

const mentioning = (entry: Entry, subjects: readonly string[]): Expression<SqlBool> =>
  subjects.length === 0
    ? sql<SqlBool>`1 = 0`
    : entry(
        'seq',
        'in',
        entry.selectFrom('audit_mentions').where('subject', 'in', subjects).select('audit_mentions.seq'),
      )

const ofCase = (entry: Entry, caseNumber: string): Expression<SqlBool> =>
  entry(
    'hearing_id',
    'in',
    entry.selectFrom('hearings').where('case_number', '=', caseNumber).select('hearings.id'),
  )

/** Itself, or an area with all that is in it. */
const ofKind = (kind: string): Expression<SqlBool> =>
  sql<SqlBool>`(kind = ${kind} or kind like ${`${kind.replaceAll('_', String.raw`\_`)}.%`} escape '\\')`

/** In here, since SQLite knows no small and capital letters but the Latin ones. */
async function subjectsLike(
  database: Database,
  person: string,
  { fromMs, untilMs }: AuditFilter,
): Promise<{ id: string; person_id: string }[]> {
  let query = database.selectFrom('audit_subjects').select(['id', 'person_id', 'name', 'login'])
  if (fromMs !== undefined) query = query.where('month', '>=', monthOf(fromMs))
  if (untilMs !== undefined) query = query.where('month', '<=', monthOf(untilMs))
  const wanted = person.toLocaleLowerCase()
  return (await query.execute()).filter(
    ({ id, person_id: personId, name, login }) =>
      id === person ||
      personId === person ||
      login.toLocaleLowerCase() === wanted ||
      name.toLocaleLowerCase().includes(wanted),
  )
}
