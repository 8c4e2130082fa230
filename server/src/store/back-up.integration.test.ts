import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAuditLog } from '../audit/audit-log.ts'
import { openDataFolder } from '../data-folder.ts'
import { backUp } from './back-up.ts'
import { openStore, storeAddress, type Database, type Store, type StoreAddress } from './open-store.ts'
import { restore } from './restore.ts'
import { openTestStore, testEngines } from './testing/stores.ts'

const nowMs = () => Date.now()

const addCourt = (database: Database, id: string) =>
  database.transaction().execute(async (write) => {
    await write
      .insertInto('courts')
      .values({ id, name: id, names: '{}', contact: '', seal_recipient: null })
      .execute()
    await createAuditLog(nowMs).append(write, { kind: 'court.created', courtId: id, actorId: null })
  })

/** Another process that goes on writing. */
function startWriter(address: StoreAddress): { hasWritten: Promise<unknown>; kill: () => Promise<unknown> } {
  const writer = fileURLToPath(new URL('testing/write-on.ts', import.meta.url))
  const where = 'sqliteFile' in address ? ['sqlite', address.sqliteFile] : ['postgres', address.postgresUrl]
  const command = ['--pdeathsig', 'KILL', '--no-new-privs', '--', process.execPath, writer, ...where]
  const child = spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  return {
    hasWritten: once(child.stdout.resume(), 'data'),
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

const courtIds = async ({ database }: Store) =>
  (await database.selectFrom('courts').select('id').orderBy('id').execute()).map(({ id }) => id)

describe.each(testEngines())('back-up and restore on %s', (engine) => {
  let folder: string
  let dataDir: string
  let out: string
  let address: StoreAddress
  /** What a server has open. */
  let store: Store
  let end: () => Promise<void>

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'press-gallery-backup-'))
    dataDir = join(folder, 'data')
    mkdirSync(dataDir)
    out = join(folder, 'backup')
    if (engine === 'sqlite') {
      address = storeAddress({ dataDir, databaseUrl: null })
      store = await openStore(address)
      end = () => store.close()
    } else {
      const made = await openTestStore(engine)
      address = { postgresUrl: made.url }
      store = made
      end = () => made.end()
    }
    await addCourt(store.database, 'almaty')
  })
  afterEach(async () => {
    await end()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a back-up made while it is written to is whole, and brings back what was there', async () => {
    const server = startWriter(address)
    await server.hasWritten
    await backUp(address, out, nowMs)
    await server.kill()
    await addCourt(store.database, 'later')
    expect(statSync(out).mode & 0o077).toBe(0)
    await store.close()

    const restored = await restore({ address, dataDir, fromFile: out, nowMs })
    expect(restored.audit.problems).toEqual([])
    expect(restored.keptAs).toMatch(/before.restore/)
    const again = await openStore(address)
    const ids = await courtIds(again)
    expect(ids).toContain('almaty')
    expect(ids).not.toContain('later')
    const kinds = await again.database.selectFrom('audit_entries').select('kind').orderBy('seq').execute()
    expect(kinds.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['store.backed_up', 'store.restored']),
    )
    await addCourt(again.database, 'after')
    await again.close()
  })

  test('overwrites nothing', async () => {
    writeFileSync(out, 'a letter')
    await expect(backUp(address, out, nowMs)).rejects.toThrow('is there already')
    await expect(backUp(address, join(folder, 'no', 'such'), nowMs)).rejects.toThrow("can't be written")
    expect(readdirSync(folder).toSorted()).toEqual(['backup', 'data'])
  })

  test('what is no back-up leaves the store as it was', async () => {
    await store.close()
    writeFileSync(out, 'a letter, and no back-up'.repeat(1000))
    await expect(restore({ address, dataDir, fromFile: out, nowMs })).rejects.toMatchObject({
      name: 'SettingsError',
    })
    await expect(restore({ address, dataDir, fromFile: `${out}-none`, nowMs })).rejects.toThrow('no file')
    const again = await openStore(address)
    expect(await courtIds(again)).toEqual(['almaty'])
    await again.close()
  })

  test('a server at work is not restored under', async () => {
    await backUp(address, out, nowMs)
    const server = openDataFolder(dataDir)
    await expect(restore({ address, dataDir, fromFile: out, nowMs })).rejects.toThrow(
      'Another server is at work',
    )
    server.close()
  })
})

describe.runIf(testEngines().includes('postgres'))('a restore on PostgreSQL', () => {
  test('is refused while a server elsewhere has the database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'press-gallery-backup-'))
    const store = await openTestStore('postgres')
    await backUp({ postgresUrl: store.url }, join(folder, 'out'), nowMs)
    const options = {
      address: { postgresUrl: store.url },
      dataDir: folder,
      fromFile: join(folder, 'out'),
      nowMs,
    }
    await expect(restore(options)).rejects.toThrow('A server is at work on this database')
    await store.end()
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('the commands', () => {
  const infra = fileURLToPath(new URL('../../../infra/', import.meta.url))

  test('back up, restore, verify and export', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'press-gallery-commands-'))
    const run = async (command: string, ...args: string[]): Promise<{ code: number; said: string }> => {
      const env = { PATH: process.env['PATH'], PRESS_GALLERY_DATA_DIR: folder }
      try {
        const { stdout, stderr } = await promisify(execFile)(
          process.execPath,
          [join(infra, `${command}.ts`), ...args],
          { env, cwd: folder },
        )
        return { code: 0, said: stdout + stderr }
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error))
          throw error
        return { code: Number(error.code), said: `${String(error.stdout)}${String(error.stderr)}` }
      }
    }
    const address = storeAddress({ dataDir: folder, databaseUrl: null })
    const store = await openStore(address)
    await addCourt(store.database, 'almaty')
    await store.close()

    expect(await run('backup', '--out', 'b.sqlite')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Backed up to b\.sqlite\./),
    })
    expect(await run('backup')).toEqual({ code: 2, said: 'usage: npm run backup -- --out FILE\n' })
    const whole = await run('audit-verify')
    expect(whole).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^The audit log is whole: 3 entries, head 3:[0-9a-f]{64}\n$/),
    })
    const exported = await run('audit-export')
    const entries = exported.said
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(entries.map(({ kind }) => kind)).toEqual([
      'court.created',
      'store.backed_up',
      // Of the file that was made: not in it.
      'store.backup_written',
      'audit.verified',
    ])
    expect(JSON.parse(entries[3].data)).toEqual({ entries: 3, problems: 0 })
    expect(JSON.parse(entries[2].data)).toEqual({
      file: join(folder, 'b.sqlite'),
      bytes: statSync(join(folder, 'b.sqlite')).size,
    })
    // What the back-up ends with.
    const head = `2:${entries[1].hash}`
    expect((await run('audit-verify', '--head', head)).code).toBe(0)
    expect(await run('audit-verify', '--head', 'rubbish')).toMatchObject({
      code: 2,
      said: expect.stringMatching(/is no head/),
    })

    const forger = new DatabaseSync(join(folder, 'press-gallery.sqlite'))
    forger.exec(`drop trigger audit_entries_stay; update audit_entries set kind = 'x.y' where seq = 1`)
    forger.close()
    expect(await run('audit-verify')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Entry 1 is not what was written/),
    })
    const broken = (await run('audit-export')).said
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const found = broken.findLast(({ kind }) => kind === 'audit.verified')
    expect(JSON.parse(found.data)).toMatchObject({ problems: 1 })

    expect(await run('restore', '--from', 'b.sqlite')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/The audit log is whole/),
    })
    expect(existsSync(join(folder, 'press-gallery.sqlite'))).toBe(true)
    expect((await run('audit-verify', '--head', head)).code).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  })
})
