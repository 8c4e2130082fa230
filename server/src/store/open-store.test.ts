import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDataFolder } from '../data-folder.ts'
import { openStore, storeAddress, type Database, type Store } from './open-store.ts'
import { openTestStore, testEngines, type TestStore } from './testing/stores.ts'

const addCourt = (database: Database, id: string) =>
  database
    .insertInto('courts')
    .values({ id, name: id, names: '{}', contact: '', seal_recipient: null })
    .execute()

const addPool = (store: Store, id: string) =>
  store.database.insertInto('pools').values({ id, court_id: 'almaty', name: id }).execute()

describe.each(testEngines())('a store on %s', (engine) => {
  let store: TestStore
  beforeEach(async () => {
    store = await openTestStore(engine)
    await addCourt(store.database, 'almaty')
  })
  afterEach(() => store.end())

  test('keeps all of a transaction, or nothing', async () => {
    const failing = store.database.transaction().execute(async (write) => {
      await write.insertInto('pools').values({ id: 'p1', court_id: 'almaty', name: 'p1' }).execute()
      throw new Error('half way')
    })
    await expect(failing).rejects.toThrow('half way')
    expect(await store.database.selectFrom('pools').selectAll().execute()).toEqual([])
    await addPool(store, 'p1')
    expect(await store.database.selectFrom('pools').select('id').execute()).toEqual([{ id: 'p1' }])
  })

  test('knows what refers to what', async () => {
    const orphan = store.database.insertInto('pools').values({ id: 'p', court_id: 'nowhere', name: 'p' })
    await expect(orphan.execute()).rejects.toThrow(/foreign key/i)
  })

  test('gives back times and counts as numbers, bytes as bytes', async () => {
    const createdMs = Date.UTC(2126, 1, 1)
    await store.database
      .insertInto('people')
      .values({ id: 'p', login: 'p', name: 'Ж', language: 'kk', created_ms: createdMs })
      .execute()
    const hash = Buffer.from([0, 255, 1])
    await store.database
      .insertInto('recovery_codes')
      .values({ person_id: 'p', hash, used_ms: null })
      .execute()
    const person = await store.database.selectFrom('people').select('created_ms').executeTakeFirstOrThrow()
    expect(person.created_ms).toBe(createdMs)
    const code = await store.database.selectFrom('recovery_codes').selectAll().executeTakeFirstOrThrow()
    expect(Buffer.from(code.hash)).toEqual(hash)
  })

  test('lets one transaction write at a time: what it has looked at stays so', async () => {
    const addIfFew = () =>
      store.database.transaction().execute(async (write) => {
        const pools = await write.selectFrom('pools').select('id').execute()
        const id = `p${pools.length}`
        if (pools.length < 3)
          await write.insertInto('pools').values({ id, court_id: 'almaty', name: id }).execute()
      })
    await Promise.all(Array.from({ length: 8 }, addIfFew))
    expect(await store.database.selectFrom('pools').select('id').orderBy('id').execute()).toEqual([
      { id: 'p0' },
      { id: 'p1' },
      { id: 'p2' },
    ])
  })

  test('is read beside a transaction under way, which is not seen before its end', async () => {
    const poolIds = () => store.database.selectFrom('pools').select('id').orderBy('id').execute()
    const [written, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const writing = store.database.transaction().execute(async (write) => {
      await write.insertInto('pools').values({ id: 'p1', court_id: 'almaty', name: 'p1' }).execute()
      expect(await write.selectFrom('pools').select('id').execute()).toEqual([{ id: 'p1' }])
      written.resolve()
      await end.promise
    })
    await written.promise
    expect(await poolIds()).toEqual([])
    end.resolve()
    await writing
    expect(await poolIds()).toEqual([{ id: 'p1' }])
  })

  test('keeps a write outside of transactions, which is no part of one under way', async () => {
    const [written, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const failing = store.database.transaction().execute(async (write) => {
      await write.insertInto('pools').values({ id: 'p1', court_id: 'almaty', name: 'p1' }).execute()
      written.resolve()
      await end.promise
      throw new Error('half way')
    })
    await written.promise
    const stray = Promise.all([
      addPool(store, 'p2'),
      store.database.updateTable('courts').set({ contact: 'a desk' }).returning('id').execute(),
    ])
    await setImmediate()
    end.resolve()
    await expect(failing).rejects.toThrow('half way')
    expect((await stray)[1]).toEqual([{ id: 'almaty' }])
    expect(await store.database.selectFrom('pools').select('id').execute()).toEqual([{ id: 'p2' }])
    expect(await store.database.selectFrom('courts').select('contact').execute()).toEqual([
      { contact: 'a desk' },
    ])
  })

  test('goes on after a transaction that failed, in its beginning or at its end', async () => {
    for (const statement of ['not sql', 'rollback']) {
      const failing = store.database.transaction().execute(async (write) => {
        await write.executeQuery(CompiledQuery.raw(statement))
        await write.executeQuery(CompiledQuery.raw('not sql'))
      })
      await expect(failing).rejects.toThrow(/syntax error/)
    }
    await addPool(store, 'p1')
    expect(await store.database.selectFrom('pools').select('id').execute()).toEqual([{ id: 'p1' }])
  })

  test('says whether it can be written', async () => {
    expect(await store.isWritable()).toBe(true)
  })
})

test('a store on SQLite goes on after a transaction that could not begin', async () => {
  const store = await openTestStore('sqlite')
  const { database } = store
  await database.executeQuery(CompiledQuery.raw('begin'))
  await expect(database.transaction().execute(() => Promise.resolve())).rejects.toThrow(/transaction/)
  await database.executeQuery(CompiledQuery.raw('rollback'))
  await database.transaction().execute((write) => addCourt(write, 'almaty'))
  expect(await database.selectFrom('courts').select('id').execute()).toEqual([{ id: 'almaty' }])
  await store.end()
})

describe.runIf(testEngines().includes('postgres'))('a store on PostgreSQL', () => {
  test('goes on after all its connections were lost, between two queries and within one', async () => {
    const [store, other] = [await openTestStore('postgres'), await openTestStore('postgres')]
    const cut = (database: string) =>
      other.database.executeQuery(
        CompiledQuery.raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
          database,
        ]),
      )
    const { rows } = await store.database.executeQuery<{ name: string }>(
      CompiledQuery.raw('select current_database() as name'),
    )
    const name = rows[0]?.name ?? ''
    await cut(name)
    // As soon as the pool has heard of it.
    const courtIds = () => store.database.selectFrom('courts').select('id').execute()
    await expect.poll(() => courtIds().catch(() => 'lost'), { timeout: 20_000 }).toEqual([])

    const sleeping = store.database.executeQuery(CompiledQuery.raw('select pg_sleep(60)'))
    const writing = store.database.transaction().execute(async (write) => {
      await addCourt(write, 'a')
      await cut(name)
      await addCourt(write, 'b')
    })
    const lost = await Promise.allSettled([sleeping, writing])
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect.poll(() => courtIds().catch(() => 'lost'), { timeout: 20_000 }).toEqual([])
    expect(await store.isWritable()).toBe(true)
    await store.end()
    await other.end()
  })
})

describe('a start', () => {
  let folder: string
  const file = () => join(folder, 'press-gallery.sqlite')
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'press-gallery-store-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('finds SQLite in the data folder, or PostgreSQL where the settings name one', () => {
    expect(storeAddress({ dataDir: '/d', databaseUrl: null })).toEqual({
      sqliteFile: '/d/press-gallery.sqlite',
    })
    expect(storeAddress({ dataDir: '/d', databaseUrl: 'postgres://x' })).toEqual({
      postgresUrl: 'postgres://x',
    })
  })

  test('makes a file that is nobody else’s to read', async () => {
    const store = await openStore({ sqliteFile: file() })
    for (const suffix of ['', '-wal']) expect(statSync(file() + suffix).mode & 0o077).toBe(0)
    await store.close()
  })

  test('twice leaves what was written', async () => {
    const first = await openStore({ sqliteFile: file() })
    await addCourt(first.database, 'a')
    await first.close()
    await first.close()
    const second = await openStore({ sqliteFile: file() })
    expect(await second.database.selectFrom('courts').select('id').execute()).toEqual([{ id: 'a' }])
    await second.close()
  })

  test('refuses a database of a newer version, in a sentence, and leaves it alone', async () => {
    await (await openStore({ sqliteFile: file() })).close()
    const newer = new DatabaseSync(file())
    newer.exec(`insert into kysely_migration values ('0099-from-the-future', '2030-01-01')`)
    newer.close()
    await expect(openStore({ sqliteFile: file() })).rejects.toThrow(
      'The database was written by a newer version of Press Gallery (it has 0099-from-the-future): start that version, or restore a back-up of this one.',
    )
  })

  test('of a command does not change tables', async () => {
    await expect(openStore({ sqliteFile: file() }, { migrate: false })).rejects.toThrow(
      'The database is of an older version of Press Gallery, or empty: start the server, which brings it up to this one.',
    )
    await (await openStore({ sqliteFile: file() })).close()
    await (await openStore({ sqliteFile: file() }, { migrate: false })).close()
  })

  test('whose migration fails half way leaves nothing of it, and the next one succeeds', async () => {
    const inTheWay = new DatabaseSync(file())
    inTheWay.exec('create table audit_head (id text)')
    await expect(openStore({ sqliteFile: file() })).rejects.toThrow(
      /^The database could not be brought up to this version: .*audit_head/,
    )
    expect(inTheWay.prepare(`select name from sqlite_schema where name = 'courts'`).all()).toEqual([])
    inTheWay.exec('drop table audit_head')
    inTheWay.close()
    await (await openStore({ sqliteFile: file() })).close()
  })

  test('says in a sentence that a file is no database, or not to be written', async () => {
    writeFileSync(file(), 'this is a letter, and no database at all'.repeat(100))
    await expect(openStore({ sqliteFile: file() })).rejects.toThrow(/^The database .* can't be opened: /)
    chmodSync(folder, 0o500)
    await expect(openStore({ sqliteFile: join(folder, 'no', 'such.sqlite') })).rejects.toThrow(
      /^The database .* can't be opened: /,
    )
  })

  test('says in a sentence that PostgreSQL is away, without its password', async () => {
    const taken = createServer()
    const port = await new Promise<number>((found) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address()
        found(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    await new Promise((done) => taken.close(done))
    const opening = openStore({ postgresUrl: `postgresql://court:a-secret@localhost:${port}/court` })
    await expect(opening).rejects.toThrow(
      /^The database that DATABASE_URL names cannot be reached: .*ECONNREFUSED.*\. See that it runs and takes this login, then start again\.$/,
    )
    await expect(opening).rejects.not.toThrow('a-secret')
  })

  test('refuses a data folder that another server has', () => {
    const first = openDataFolder(folder)
    expect(() => openDataFolder(folder)).toThrow(/^Another server is at work in /)
    first.close()
    first.close()
    openDataFolder(folder).close()
  })
})
