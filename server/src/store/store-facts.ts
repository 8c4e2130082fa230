import { sql } from 'kysely'
import type { Database, Engine } from './open-store.ts'

export interface StoreFacts {
  engine: Engine
  sizeBytes: number
  /** The newest migration that it has. */
  schema: string
}

/** What kind of database it is, how large, and of which version. */
export async function readStoreFacts(database: Database, engine: Engine): Promise<StoreFacts> {
  const size =
    engine === 'sqlite'
      ? sql<{
          bytes: number
        }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
      : sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`
  const [sizes, newest] = await Promise.all([
    size.execute(database),
    database
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .orderBy('name', 'desc')
      .executeTakeFirstOrThrow(),
  ])
  return { engine, sizeBytes: sizes.rows[0]?.bytes ?? 0, schema: newest.name }
}
