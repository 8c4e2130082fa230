import { createHash } from 'node:crypto'
import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import { inThree, languages, type InThree } from '../protocol/identifiers.ts'
import type { Explanation } from '../protocol/workplaces.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { ExplanationTable } from '../store/schema.ts'
import { findHearing } from './hearings.ts'

export interface ExplanationsOptions {
  database: Database
  audit: AuditLog
  nowMs: () => number
}

/** What the court explains of its hearings: drafts, and what of them the press sees. */
export interface Explanations {
  /** Empty words where nobody has written any. */
  find(hearingId: string): Promise<Explanation>
  /** Keeps a draft; what is published stays as it is. Throws DomainError `refused` for an unknown hearing. */
  write(hearingId: string, words: InThree, byId: string): Promise<Explanation>
  /** From now on the press sees the draft. Throws DomainError `bad_request` where words are missing in a language. */
  publish(hearingId: string, byId: string): Promise<Explanation>
  /** From now on the press sees none; the draft stays. */
  takeBack(hearingId: string, byId: string): Promise<Explanation>
  /** What the press sees, by hearing: those of these that have something published. One query. */
  published(hearingIds: readonly string[]): Promise<Map<string, InThree>>
}

export function createExplanations({ database, audit, nowMs }: ExplanationsOptions): Explanations {
  const change = (
    hearingId: string,
    byId: string,
    apply: (write: Write, row: ExplanationTable | undefined) => Promise<Changed | null>,
  ): Promise<Explanation> =>
    database.transaction().execute(async (write) => {
      const hearing = await findHearing(write, hearingId)
      if (hearing === undefined) throw new DomainError('refused', 'no such hearing')
      const changed = await apply(write, await rowOf(write, hearingId))
      const row = await rowOf(write, hearingId)
      if (changed !== null)
        await audit.append(write, { ...changed, courtId: hearing.courtId, hearingId, actorId: byId })
      return view(row)
    })

  return {
    find: async (hearingId) => view(await rowOf(database, hearingId)),

    write: (hearingId, words, byId) =>
      change(hearingId, byId, async (write, row) => {
        const text = JSON.stringify(wordsOf(words))
        if (row?.words === text) return null
        const columns = { words: text, written_ms: Math.floor(nowMs()), written_by: byId }
        await write
          .insertInto('explanations')
          .values({ hearing_id: hearingId, published_words: null, published_ms: null, ...columns })
          .onConflict((conflict) => conflict.column('hearing_id').doUpdateSet(columns))
          .execute()
        return { kind: 'explanation.written' }
      }),

    publish: (hearingId, byId) =>
      change(hearingId, byId, async (write, row) => {
        const words = row === undefined ? nothing : parsed(row.words)
        if (row === undefined || languages.some((language) => words[language].trim() === ''))
          throw new DomainError('bad_request', 'words are missing in a language')
        if (row.published_words === row.words) return null
        await write
          .updateTable('explanations')
          .set({ published_words: row.words, published_ms: Math.floor(nowMs()) })
          .where('hearing_id', '=', hearingId)
          .execute()
        // The words may name people, who have no place in the log: which words they were can be shown by this.
        const sha256 = createHash('sha256').update(row.words).digest('hex')
        return { kind: 'explanation.published', data: { sha256 } }
      }),

    takeBack: (hearingId, byId) =>
      change(hearingId, byId, async (write, row) => {
        if (row === undefined || row.published_words === null) return null
        await write
          .updateTable('explanations')
          .set({ published_words: null, published_ms: null })
          .where('hearing_id', '=', hearingId)
          .execute()
        return { kind: 'explanation.taken_back' }
      }),

    async published(hearingIds) {
      if (hearingIds.length === 0) return new Map()
      const rows = await database
        .selectFrom('explanations')
        .select(['hearing_id', 'published_words'])
        .where('hearing_id', 'in', hearingIds)
        .where('published_words', 'is not', null)
        .execute()
      return new Map(
        rows.flatMap(({ hearing_id, published_words }): [string, InThree][] =>
          published_words === null ? [] : [[hearing_id, parsed(published_words)]],
        ),
      )
    },
  }
}

interface Changed {
  kind: string
  data?: { sha256: string }
}

const nothing: InThree = { kk: '', ru: '', en: '' }

const parsed = (text: string): InThree => inThree.parse(JSON.parse(text))

/** In one order of languages, so that equal words are equal texts. */
const wordsOf = ({ kk, ru, en }: InThree): InThree => ({ kk, ru, en })

const rowOf = (database: Database | Write, hearingId: string): Promise<ExplanationTable | undefined> =>
  database.selectFrom('explanations').selectAll().where('hearing_id', '=', hearingId).executeTakeFirst()

const view = (row: ExplanationTable | undefined): Explanation =>
  row === undefined
    ? { words: nothing, published: null, publishedMs: null }
    : {
        words: parsed(row.words),
        published: row.published_words === null ? null : parsed(row.published_words),
        publishedMs: row.published_ms,
      }
