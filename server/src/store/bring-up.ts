import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { SettingsError } from '../config.ts'
import { migrations } from './migrations/migrations.ts'
import type { Engine } from './open-store.ts'
import type { Tables } from './schema.ts'

/**
 * Brings the tables up to this version of the code, forwards only, or (`migrate: false`) sees that they are of it. Throws
 * `SettingsError` with a sentence for whoever starts it.
 */
export async function bringUp(database: Kysely<Tables>, engine: Engine, migrate: boolean): Promise<void> {
  const all = migrations(engine)
  let written
  try {
    written = await executedNames(database)
  } catch (cause) {
    throw new SettingsError([
      engine === 'sqlite'
        ? `The database cannot be read: ${reasonOf(cause)}. Restore a back-up with \`npm run restore\`.`
        : `The database that DATABASE_URL names cannot be reached: ${reasonOf(cause)}. See that it runs and takes this login, then start again.`,
    ])
  }
  const newer = written.filter((name) => !Object.hasOwn(all, name))
  if (newer.length > 0) {
    throw new SettingsError([
      `The database was written by a newer version of Press Gallery (it has ${newer.join(', ')}): start that version, or restore a back-up of this one.`,
    ])
  }
  if (!migrate) {
    if (written.length === Object.keys(all).length) return
    throw new SettingsError([
      'The database is of an older version of Press Gallery, or empty: start the server, which brings it up to this one.',
    ])
  }
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(all) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    throw new SettingsError([`The database could not be brought up to this version: ${reasonOf(error)}.`])
  }
}

async function executedNames(database: Kysely<Tables>): Promise<string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const rows = await database
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  return rows.map(({ name }) => name)
}

/** What a library said, without the address and password that it may quote. */
export function reasonOf(error: unknown): string {
  // A name with several addresses fails once for each; the whole has no message.
  if (error instanceof AggregateError && error.message === '')
    return [...new Set(error.errors.map(reasonOf))].join('; ')
  return error instanceof Error && error.message !== ''
    ? error.message.replaceAll(/postgres(?:ql)?:\/\/\S+/g, 'DATABASE_URL').replace(/\.$/, '')
    : 'no reason given'
}
