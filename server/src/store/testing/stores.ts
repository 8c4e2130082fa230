import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openStore, type Engine, type Store } from '../open-store.ts'

/** What is safe on a disk is tried elsewhere (`kill-proof.integration.test.ts`); here a disk would only take time. */
const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** The databases that tests run on: PostgreSQL where there is one (`infra/test-postgres-setup.mjs`). */
export const testEngines = (): Engine[] =>
  testPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgres']

export interface TestStore extends Store {
  /** Of a PostgreSQL: where others reach the same store. */
  url: string
  /** Closes it, and drops what was made. */
  end(): Promise<void>
}

/** A new, empty store. */
export async function openTestStore(engine: Engine = 'sqlite'): Promise<TestStore> {
  const server = testPostgres()
  if (engine === 'sqlite' || server === undefined) {
    const { sqliteFile, remove } = newSqliteFile()
    writeFileSync(sqliteFile, sqliteTemplate)
    const store = await openStore({ sqliteFile })
    return {
      ...store,
      url: '',
      async end() {
        await store.close()
        remove()
      },
    }
  }
  const name = `t_${randomBytes(6).toString('hex')}`
  await administer(server, async (client) => {
    await makeTemplate(client, server)
    await client.query(`create database ${name} template ${template} strategy file_copy`)
  })
  const url = databaseUrl(server, name)
  const store = await openStore({ postgresUrl: url })
  return {
    ...store,
    url,
    async end() {
      await store.close()
      await administer(server, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

function newSqliteFile(): { sqliteFile: string; remove: () => void } {
  const folder = mkdtempSync(join(inMemory, 'press-gallery-test-store-'))
  return {
    sqliteFile: join(folder, 'press-gallery.sqlite'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function migratedSqlite(): Promise<Uint8Array> {
  const { sqliteFile, remove } = newSqliteFile()
  const store = await openStore({ sqliteFile })
  await store.close()
  const bytes = readFileSync(sqliteFile)
  remove()
  return bytes
}

/** An SQLite file with all tables: quicker to copy than to make. */
const sqliteTemplate = await migratedSqlite()

const template = 'press_gallery_template'

/** With all tables: quicker to copy than to make. Whoever comes second waits. */
async function makeTemplate(client: Client, server: string): Promise<void> {
  await client.query('select pg_advisory_lock(1)')
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
  if (rowCount === 0) {
    const draft = `${template}_draft`
    await client.query(`create database ${draft}`)
    const store = await openStore({ postgresUrl: databaseUrl(server, draft) })
    await store.close()
    await client.query(`alter database ${draft} rename to ${template}`)
  }
  await client.query('select pg_advisory_unlock(1)')
}

/** The address of another database of the same server. */
function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

const testPostgres = (): string | undefined => process.env['TEST_POSTGRES_URL']

async function administer(
  connectionString: string,
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
