import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyLog } from '../audit/verify-log.ts'
import { openStore, type Store } from './open-store.ts'
import { openTestStore, testEngines } from './testing/stores.ts'

const writer = fileURLToPath(new URL('testing/write-on.ts', import.meta.url))

/** Lets it write, kills it at some moment of its work, and returns what it was told is written. */
async function writeUntilKilled(kind: string, where: string): Promise<string[]> {
  const command = ['--pdeathsig', 'KILL', '--no-new-privs', '--', process.execPath, writer, kind, where]
  const child = spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((done) => child.once('exit', done))
  const killAfter = randomInt(1, 60)
  const acknowledged: string[] = []
  // After the kill too, what it had said before is read.
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === killAfter) {
      await setTimeout(randomInt(0, 4))
      child.kill('SIGKILL')
    }
  }
  await ended
  return acknowledged
}

/** PostgreSQL may be busy yet with what the killed one had asked for. */
async function othersAt(store: Store): Promise<number> {
  if (store.engine === 'sqlite') return 0
  const { rows } = await store.database.executeQuery(
    CompiledQuery.raw(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    ),
  )
  return rows.length
}

describe.each(testEngines())('a server killed with -9 in the middle of writing, on %s', (engine) => {
  let store: Store
  let where: string
  let end: () => Promise<void>

  beforeEach(async () => {
    if (engine === 'sqlite') {
      const folder = mkdtempSync(join(tmpdir(), 'press-gallery-kill-'))
      where = join(folder, 'press-gallery.sqlite')
      store = await openStore({ sqliteFile: where })
      end = async () => {
        await store.close()
        rmSync(folder, { recursive: true, force: true })
      }
    } else {
      const made = await openTestStore(engine)
      where = made.url
      store = made
      end = () => made.end()
    }
  })
  afterEach(() => end())

  test('has lost nothing that it said was written, and nothing is half written', async () => {
    const acknowledged: string[] = []
    const rounds = engine === 'sqlite' ? 6 : 3
    for (let round = 1; round <= rounds; round += 1) {
      acknowledged.push(...(await writeUntilKilled(engine, where)))
      await expect.poll(() => othersAt(store), { timeout: 20_000 }).toBe(0)
    }
    const rows = await store.database.selectFrom('courts').select('id').execute()
    const written = new Set(rows.map(({ id }) => id))
    expect(acknowledged.filter((id) => !written.has(id))).toEqual([])
    expect(new Set(acknowledged).size).toBe(acknowledged.length)
    const entries = await store.database.selectFrom('audit_entries').select('court_id').execute()
    expect(new Set(entries.map(({ court_id: id }) => id))).toEqual(written)
    expect(await verifyLog(store.database)).toMatchObject({ entries: written.size, problems: [] })
    // One for each kill at most was written, and not yet told of.
    expect(written.size - acknowledged.length).toBeLessThanOrEqual(rounds)
    expect(acknowledged.length).toBeGreaterThanOrEqual(rounds)
  })
})
