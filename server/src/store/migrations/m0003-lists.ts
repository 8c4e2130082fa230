import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What lists of hearings are read by, so that they take no longer in a court's tenth year than in its first week. */
export const lists: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const index = (name: string) => db.schema.createIndex(name)
    await index('hearings_not_over')
      .on('hearings')
      .column('court_id')
      .where(sql.ref('state'), 'in', sql`('scheduled', 'live', 'recess', 'closed')`)
      .execute()
    await index('hearings_of_court_since').on('hearings').columns(['court_id', 'since_ms', 'id']).execute()
    await index('hearings_since').on('hearings').columns(['since_ms', 'id']).execute()
    await index('explanations_published').on('explanations').column('published_ms').execute()
    // The first column of another one now.
    await db.schema.dropIndex('hearings_of_court').execute()
  },
}
