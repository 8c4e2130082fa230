// Vitest's global set-up: tests of the store run on PostgreSQL too. `npm test` brings one along for all its projects.
import { postgresPrograms, startTestPostgres } from './test-postgres.mjs'

export default async function setUp() {
  if (process.env.TEST_POSTGRES_URL) return undefined
  if (postgresPrograms() === undefined) {
    process.stderr.write('There is no PostgreSQL here: the store is tested on SQLite only.\n')
    return undefined
  }
  const { url, stop } = await startTestPostgres()
  process.env.TEST_POSTGRES_URL = url
  return stop
}
