import { Client } from 'pg'
import { randomBytes } from 'node:crypto'
import { openStore, type Engine, type Store } from '../open-store.ts'

/** The databases that tests run on: PostgreSQL where there is one (`infra/test-postgres-setup.mjs`). */
export const testEngines = (): Engine[] =>
  testPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgres']

export interface TestStore extends Store {
  /** Closes it, and drops what was made. */
  end(): Promise<void>
}

/** A new, empty store. */
export async function openTestStore(engine: Engine = 'sqlite'): Promise<TestStore> {
  const server = testPostgres()
  if (engine === 'sqlite' || server === undefined) {
    const store = await openStore({ sqliteFile: ':memory:' })
    return { ...store, end: () => store.close() }
  }
  const name = `t_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const store = await openStore({ postgresUrl: url.href })
  return {
    ...store,
    async end() {
      await store.close()
      await administer(server, `drop database ${name} with (force)`)
    },
  }
}

const testPostgres = (): string | undefined => process.env['TEST_POSTGRES_URL']

async function administer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
