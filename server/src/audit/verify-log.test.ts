import { assert, asyncProperty, integer, nat } from 'fast-check'
import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import { hashOf } from './line.ts'
import { allCells, change, withByteChanged } from './testing/cells.ts'
import { openWrittenLog, type WrittenLog } from './testing/written-log.ts'
import { verifyLog } from './verify-log.ts'

describe.each(testEngines())('a log that was tampered with on %s', (engine) => {
  let log: WrittenLog
  beforeEach(async () => {
    log = await openWrittenLog(engine)
    await log.addPerson('person-a', 'Айгерім')
    for (let number = 1; number <= 8; number += 1) {
      await log.append({
        kind: 'hearing.closed',
        courtId: 'almaty',
        hearingId: `case-${number}`,
        actorId: 'person-a',
        data: { number, ground: 'minors' },
      })
    }
    await log.tamper()
  })
  afterEach(() => log.store.end())

  const run = (statement: string) => log.store.database.executeQuery(CompiledQuery.raw(statement))
  const verify = (...heads: Parameters<typeof verifyLog>[1] & object) => verifyLog(log.store.database, heads)
  const kinds = async () => (await verify()).problems.map(({ kind, seq }) => `${kind} ${seq}`)

  test('is whole to begin with', async () => {
    const { entries, head, problems } = await verify()
    expect({ entries, problems }).toEqual({ entries: 8, problems: [] })
    expect(head.seq).toBe(8)
    expect(await verify(head, { seq: 0, hash: '0'.repeat(64) })).toMatchObject({ problems: [] })
  })

  test('an edit', async () => {
    await run(`update audit_entries set court_id = 'astana' where seq = 4`)
    expect(await kinds()).toEqual(['altered 4'])
  })

  test('an edit with its hash made to fit', async () => {
    const entry = await log.store.database
      .selectFrom('audit_entries')
      .where('seq', '=', 4)
      .selectAll()
      .executeTakeFirstOrThrow()
    const { seq, at_ms: atMs, kind, hearing_id: hearingId, actor, data, previous } = entry
    const hash = hashOf({ seq, atMs, kind, courtId: 'astana', hearingId, actor, data, previous })
    await run(`update audit_entries set court_id = 'astana', hash = '${hash}' where seq = 4`)
    expect(await kinds()).toEqual(['unlinked 5'])
  })

  test('a deletion in the middle', async () => {
    await run('delete from audit_entries where seq = 4')
    expect(await kinds()).toEqual(expect.arrayContaining(['missing 5']))
  })

  test('a deletion, the rest moved up', async () => {
    await run('delete from audit_entries where seq = 4')
    for (let seq = 5; seq <= 8; seq += 1)
      await run(`update audit_entries set seq = ${seq - 1} where seq = ${seq}`)
    await run('update audit_head set seq = 7')
    expect(await kinds()).toEqual(expect.arrayContaining(['altered 4', 'unlinked 4']))
  })

  test('an insertion in the middle, the rest moved down', async () => {
    for (let seq = 8; seq >= 4; seq -= 1)
      await run(`update audit_entries set seq = ${seq + 1} where seq = ${seq}`)
    await run(
      `insert into audit_entries select 4, at_ms, kind, court_id, hearing_id, actor, data, previous, hash from audit_entries where seq = 3`,
    )
    await run('update audit_head set seq = 9')
    expect(await kinds()).toEqual(expect.arrayContaining(['unlinked 4', 'altered 5']))
  })

  test('one put in behind the end', async () => {
    await run(
      `insert into audit_entries select 9, at_ms, kind, court_id, hearing_id, actor, data, previous, hash from audit_entries where seq = 8`,
    )
    expect(await kinds()).toEqual(expect.arrayContaining(['altered 9', 'cut_off null']))
  })

  test('two that changed places', async () => {
    await run('update audit_entries set seq = 100 where seq = 4')
    await run('update audit_entries set seq = 4 where seq = 5')
    await run('update audit_entries set seq = 5 where seq = 100')
    expect(await kinds()).toEqual(
      expect.arrayContaining(['altered 4', 'unlinked 4', 'altered 5', 'unlinked 5']),
    )
  })

  test('a truncation', async () => {
    await run('delete from audit_entries where seq > 5')
    expect(await kinds()).toEqual(expect.arrayContaining(['cut_off null']))
  })

  test('a truncation with the head made to fit shows by a head that was printed', async () => {
    const printed = (await verify()).head
    await run('delete from audit_entries where seq > 5')
    await run('delete from audit_mentions where seq > 5')
    await run('update audit_head set seq = 5, hash = (select hash from audit_entries where seq = 5)')
    expect(await kinds()).toEqual([])
    expect((await verify(printed)).problems).toEqual([{ kind: 'head_not_in_log', seq: 8 }])
  })

  test('a chain that was written anew shows by a head that was printed', async () => {
    const printed = (await verify()).head
    await run('delete from audit_entries')
    await run('delete from audit_mentions')
    await run(`update audit_head set seq = 0, hash = '${'0'.repeat(64)}'`)
    for (let number = 1; number <= 9; number += 1) await log.append({ kind: 'a.b', actorId: null })
    expect(await kinds()).toEqual([])
    expect((await verify(printed)).problems).toEqual([{ kind: 'head_not_in_log', seq: 8 }])
  })

  test('everything deleted', async () => {
    await run('delete from audit_entries')
    expect(await kinds()).toEqual(expect.arrayContaining(['cut_off null']))
  })

  test('another name behind an id, and a name that is gone before its time', async () => {
    await run(`update audit_subjects set name = 'Somebody Else'`)
    expect(await kinds()).toEqual(['name_altered 1'])
    await run('delete from audit_subjects')
    expect(await kinds()).toEqual(['name_missing 1'])
  })

  test('somebody taken out of what the search looks in', async () => {
    await run('delete from audit_mentions where seq = 3')
    expect(await kinds()).toEqual(['search_altered 3'])
  })

  test('any byte of any row', async () => {
    const { database } = log.store
    const cells = await allCells(database)
    const flips = asyncProperty(nat(), nat(), integer({ min: 1, max: 255 }), async (pick, at, mask) => {
      const cell = cells[pick % cells.length]
      const changed = cell === undefined ? null : withByteChanged(cell.value, at, mask)
      if (cell === undefined || changed === null || !(await change(database, cell, cell.value, changed)))
        return
      const { problems } = await verify()
      await change(database, cell, changed, cell.value)
      expect(problems, `${cell.table}.${cell.column}: ${changed} for ${cell.value}`).not.toEqual([])
    })
    await assert(flips, { numRuns: engine === 'sqlite' ? 400 : 100 })
    expect((await verify()).problems).toEqual([])
  })
})
