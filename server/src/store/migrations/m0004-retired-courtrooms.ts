import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Courtrooms that are used no more, and kept for what was held in them. */
export const retiredCourtrooms: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('courtrooms').addColumn('retired_ms', 'bigint').execute()
  },
}
