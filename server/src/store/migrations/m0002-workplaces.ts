import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Displays and benches, and what the court explains of a hearing. */
export const workplaces: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('devices')
      .addColumn('person_id', 'text', (c) => c.primaryKey().references('people.id'))
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('courtroom_id', 'text', (c) => c.references('courtrooms.id'))
      .addColumn('settings', 'text', (c) => c.notNull())
      .addColumn('paired_ms', 'bigint', (c) => c.notNull())
      .addColumn('paired_by', 'text', (c) => c.notNull())
      .addColumn('seen_ms', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('explanations')
      .addColumn('hearing_id', 'text', (c) => c.primaryKey().references('hearings.id'))
      .addColumn('words', 'text', (c) => c.notNull())
      .addColumn('published_words', 'text')
      .addColumn('published_ms', 'bigint')
      .addColumn('written_ms', 'bigint', (c) => c.notNull())
      .addColumn('written_by', 'text', (c) => c.notNull())
      .execute()
  },
}
