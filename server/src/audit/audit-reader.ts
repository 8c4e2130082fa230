import type { CourtScope } from '../access/rights.ts'
import { reaches } from '../access/scope.ts'
import type {
  AuditEntry,
  AuditExportLine,
  AuditFilter,
  AuditHead,
  AuditPerson,
  AuditSearchAnswer,
  AuditSearchRequest,
  AuditVerifyAnswer,
} from '../protocol/audit.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { AuditEntryTable } from '../store/schema.ts'
import type { AuditLog } from './audit-log.ts'
import { factsOf, isPseudonym, mentionsOf } from './line.ts'
import { narrowedBy, type Narrowed } from './narrowed.ts'
import { recordVerified } from './record-verified.ts'
import { namesOf, type Named } from './subjects.ts'
import { verifyLog } from './verify-log.ts'

/** Who reads the log. */
export interface AuditAsker {
  /** Null: whoever runs the machine. */
  personId: string | null
  /** Entries of no court are for `all` only. */
  scope: CourtScope
}

/** The log for those who may read it. That they did goes into the log. */
export interface AuditReader {
  search(request: AuditSearchRequest, asker: AuditAsker): Promise<AuditSearchAnswer>
  /** Chunks of JSON Lines; what was written up to now. */
  exportLines(filter: AuditFilter, asker: AuditAsker): Promise<AsyncIterable<string>>
  /** Throws DomainError `too_many_requests` while another check runs. What was found goes into the log, too. */
  verify(heads: readonly AuditHead[], asker: Pick<AuditAsker, 'personId'>): Promise<AuditVerifyAnswer>
}

/** The people of a search are named in its entry up to this many. */
const peopleNamed = 50
const pageLength = 500

export function createAuditReader({ database, audit }: { database: Database; audit: AuditLog }): AuditReader {
  const record = (kind: string, filter: AuditFilter, { personIds }: Narrowed, asker: AuditAsker) => {
    const { courtId, hearingId, person, ...rest } = filter
    const own = asker.scope !== 'all' && asker.scope.length === 1 ? asker.scope[0] : undefined
    return database.transaction().execute((write) =>
      audit.append(write, {
        kind,
        courtId: courtId ?? own ?? null,
        hearingId: hearingId ?? null,
        actorId: asker.personId,
        // What was typed for a person can be a name.
        data: { ...withoutGaps(rest), byPerson: person !== undefined },
        people: { sought: personIds.slice(0, peopleNamed) },
      }),
    )
  }
  let verifying = false

  return {
    async search({ beforeSeq, limit, ...filter }, asker) {
      const narrowed = await narrowedBy(database, filter, asker.scope)
      const rows = await database
        .selectFrom('audit_entries')
        .where(narrowed.condition)
        .$if(beforeSeq !== undefined, (query) => query.where('seq', '<', beforeSeq ?? 0))
        .orderBy('seq', 'desc')
        .limit(limit + 1)
        .selectAll()
        .execute()
      const shown = rows.slice(0, limit)
      const [names, hearings] = await Promise.all([
        namesIn(database, shown),
        hearingsIn(database, shown, asker.scope),
      ])
      await record('audit.searched', filter, narrowed, asker)
      return { entries: shown.map((row) => toEntry(row, names)), hearings, more: rows.length > limit }
    },

    async exportLines(filter, asker) {
      const narrowed = await narrowedBy(database, filter, asker.scope)
      const { seq: upTo } = await database.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow()
      await record('audit.exported', filter, narrowed, asker)
      return linesOf(database, narrowed, upTo)
    },

    async verify(heads, { personId }) {
      if (verifying) throw new DomainError('too_many_requests', 'the log is being verified')
      verifying = true
      try {
        const answer = await verifyLog(database, heads)
        try {
          await recordVerified(answer, { database, audit, actorId: personId })
        } catch (error) {
          // A log that takes no more entries may be the very thing that was found.
          if (answer.problems.length === 0) throw error
        }
        return answer
      } finally {
        verifying = false
      }
    },
  }
}

async function* linesOf(database: Database, { condition }: Narrowed, upTo: number): AsyncGenerator<string> {
  let after = 0
  for (;;) {
    const rows = await database
      .selectFrom('audit_entries')
      .where(condition)
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .limit(pageLength)
      .selectAll()
      .execute()
    const names = await namesIn(database, rows)
    if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(toExportLine(row, names))}\n`).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageLength) return
    after = last.seq
  }
}

const withoutGaps = <V>(facts: Record<string, V | undefined>): Record<string, V> =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )

async function namesIn(database: Database, rows: readonly AuditEntryTable[]): Promise<Map<string, Named>> {
  return namesOf(database, [...new Set(rows.flatMap((row) => [...mentionsOf(row)]))])
}

/** The log knows hearings by their ids; people know them by number and title. */
async function hearingsIn(
  database: Database,
  rows: readonly AuditEntryTable[],
  scope: CourtScope,
): Promise<AuditSearchAnswer['hearings']> {
  const ids = new Set(rows.flatMap(({ hearing_id }) => hearing_id ?? []))
  if (ids.size === 0) return []
  const found = await database
    .selectFrom('hearings')
    .select(['id', 'court_id', 'case_number', 'title'])
    .where('id', 'in', [...ids])
    .execute()
  return found
    .filter(({ court_id }) => reaches(scope, court_id))
    .map(({ id, case_number, title }) => ({ id, caseNumber: case_number, title }))
}

const personOf = (id: string, names: ReadonlyMap<string, Named>): AuditPerson => {
  const named = names.get(id)
  return { id, name: named?.name ?? null, login: named?.login ?? null }
}

function toEntry(row: AuditEntryTable, names: ReadonlyMap<string, Named>): AuditEntry {
  const data = factsOf(row.data)
  const ids = Object.values(data)
    .flat()
    .filter((value) => typeof value === 'string')
    .filter(isPseudonym)
  return {
    seq: row.seq,
    atMs: row.at_ms,
    kind: row.kind,
    courtId: row.court_id,
    hearingId: row.hearing_id,
    actor: row.actor === null ? null : personOf(row.actor, names),
    data,
    people: [...new Set(ids)].map((id) => personOf(id, names)),
    hash: row.hash,
  }
}

function toExportLine(row: AuditEntryTable, names: ReadonlyMap<string, Named>): AuditExportLine {
  return {
    seq: row.seq,
    atMs: row.at_ms,
    kind: row.kind,
    courtId: row.court_id,
    hearingId: row.hearing_id,
    actor: row.actor,
    data: row.data,
    previous: row.previous,
    hash: row.hash,
    people: [...mentionsOf(row)].map((id) => personOf(id, names)),
  }
}
