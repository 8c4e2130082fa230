import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditExportLine, auditSearchRequest, type AuditFilter } from '../protocol/audit.ts'
import { overHearing } from '../hearings/testing/over-hearing.ts'
import { testEngines } from '../store/testing/stores.ts'
import { createAuditReader, type AuditReader } from './audit-reader.ts'
import { hashOf } from './line.ts'
import { openWrittenLog, type WrittenLog } from './testing/written-log.ts'

const hourMs = 3_600_000

const ofCase = (court: string) => ({
  court_id: court,
  courtroom_id: `room-of-${court}`,
  case_number: '2-17',
})

describe.each(testEngines())('reading the audit log on %s', (engine) => {
  let log: WrittenLog
  let reader: AuditReader
  let startMs: number
  const all = { personId: 'person-auditor', scope: 'all' } as const

  beforeAll(async () => {
    log = await openWrittenLog(engine)
    startMs = log.clock.nowMs
    reader = createAuditReader({ database: log.store.database, audit: log.audit })
    await log.addPerson('person-auditor', 'Auditor')
    await log.addPerson('person-a', 'Әсел Қайрат')
    await log.addPerson('person-b', 'Berik')
    const hearing = { courtId: 'almaty', hearingId: 'case-1' }
    await log.append({ kind: 'sign_in.done', actorId: 'person-a' })
    await log.append({ kind: 'hearing.closed', ...hearing, actorId: 'person-b', data: { ground: 'minors' } })
    await log.append({ kind: 'rights.granted', ...hearing, actorId: 'person-b', people: { to: 'person-a' } })
    log.clock.nowMs += hourMs
    await log.append({ kind: 'hearing.closed', courtId: 'astana', actorId: 'screen-1' })
    await log.append({ kind: 'hearings.changed', courtId: 'astana', actorId: 'person-b' })
  })
  afterAll(() => log.store.end())

  const search = (
    filter: AuditFilter & { beforeSeq?: number; limit?: number },
    scope: 'all' | string[] = 'all',
  ) => reader.search(auditSearchRequest.parse(filter), { ...all, scope })
  const found = async (...asked: Parameters<typeof search>) =>
    (await search(...asked)).entries.map(({ seq }) => seq).filter((seq) => seq <= 5)

  test('the latest first, with the names of that time', async () => {
    const { entries, more } = await search({ untilMs: startMs + 2 * hourMs, kind: 'rights' })
    expect(more).toBe(false)
    expect(entries).toMatchObject([
      {
        seq: 3,
        kind: 'rights.granted',
        actor: { name: 'Berik', login: 'berik' },
        people: [{ name: 'Әсел Қайрат' }],
      },
    ])
    expect(entries[0]?.data['to']).toBe(entries[0]?.people[0]?.id)
  })

  test('by court, hearing, kind and area, time', async () => {
    expect(await found({ courtId: 'almaty' })).toEqual([3, 2])
    expect(await found({ hearingId: 'case-1', kind: 'hearing.closed' })).toEqual([2])
    expect(await found({ kind: 'hearing' })).toEqual([4, 2])
    expect(await found({ kind: 'sign_in' })).toEqual([1])
    expect(await found({ kind: 'signxin' })).toEqual([])
    expect(await found({ fromMs: startMs + hourMs })).toEqual([5, 4])
    expect(await found({ untilMs: startMs + hourMs })).toEqual([3, 2, 1])
  })

  test('by the number of a case, with what its hearings are called', async () => {
    const { database } = log.store
    for (const id of ['almaty', 'astana']) {
      await database
        .insertInto('courts')
        .values({ id, name: id, names: '{}', contact: '', seal_recipient: null })
        .execute()
      await database
        .insertInto('courtrooms')
        .values({ id: `room-of-${id}`, court_id: id, name: '1', source: '{}', position: 0 })
        .execute()
    }
    await database
      .insertInto('hearings')
      .values([
        overHearing('case-1', startMs, { ...ofCase('almaty'), title: 'A. v. B.' }),
        overHearing('case-9', startMs, ofCase('astana')),
      ])
      .execute()
    const { entries, hearings } = await search({ caseNumber: ' 2-17 ' })
    expect(entries.map(({ seq }) => seq).filter((seq) => seq <= 5)).toEqual([3, 2])
    expect(hearings).toEqual([{ id: 'case-1', caseNumber: '2-17', title: 'A. v. B.' }])
    expect(await found({ caseNumber: '2-1' })).toEqual([])
    expect(await search({ caseNumber: '2-17' }, ['astana'])).toMatchObject({ entries: [], hearings: [] })
  })

  test('by person: who did it and who was meant, by name, login, id, and by the id of a display', async () => {
    expect(await found({ person: 'әсел' })).toEqual([3, 1])
    expect(await found({ person: 'BERIK' })).toEqual([5, 3, 2])
    expect(await found({ person: 'person-a' })).toEqual([3, 1])
    expect(await found({ person: 'screen-1' })).toEqual([4])
    expect(await found({ person: 'nobody' })).toEqual([])
    const [entry] = (await search({ person: 'person-a', kind: 'sign_in' })).entries
    expect(await found({ person: entry?.actor?.id ?? '' })).toEqual([3, 1])
  })

  test('nothing of other courts, and of none, for who may read one', async () => {
    expect(await found({}, ['almaty'])).toEqual([3, 2])
    expect(await found({ person: 'Berik' }, ['almaty'])).toEqual([3, 2])
    expect(await found({}, [])).toEqual([])
    await expect(search({ courtId: 'astana' }, ['almaty'])).rejects.toMatchObject({ code: 'refused' })
  })

  test('page by page', async () => {
    const first = await search({ courtId: 'almaty', kind: 'hearing', limit: 1 })
    expect(first).toMatchObject({ more: false, entries: [{ seq: 2 }] })
    const page = await search({ untilMs: startMs + hourMs, limit: 2 })
    expect(page).toMatchObject({ more: true, entries: [{ seq: 3 }, { seq: 2 }] })
    expect(await search({ untilMs: startMs + hourMs, beforeSeq: 2 })).toMatchObject({
      more: false,
      entries: [{ seq: 1 }],
    })
  })

  test('that somebody searched is in the log, without the words for a person', async () => {
    await search({ person: 'әсел', kind: 'sign_in' }, ['almaty'])
    const [entry] = (await search({ kind: 'audit.searched', courtId: 'almaty', limit: 1 })).entries
    expect(entry).toMatchObject({ actor: { name: 'Auditor' }, data: { kind: 'sign_in', byPerson: true } })
    expect(entry?.people).toMatchObject([{ name: 'Әсел Қайрат' }])
    expect(JSON.stringify(entry?.data)).not.toContain('әсел')
  })

  test('an export can be checked line by line, and is itself in the log', async () => {
    const chunks: string[] = []
    for await (const chunk of await reader.exportLines({}, all)) chunks.push(chunk)
    const lines = chunks
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => auditExportLine.parse(JSON.parse(line)))
    let previous = '0'.repeat(64)
    for (const line of lines) {
      expect(line.previous).toBe(previous)
      expect(hashOf(line)).toBe(line.hash)
      previous = line.hash
    }
    expect(lines.slice(0, 5).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
    expect((await search({ limit: 1 })).entries).toMatchObject([{ kind: 'audit.exported' }])
  })

  test('one check at a time', async () => {
    const [one, two] = await Promise.allSettled([reader.verify([], all), reader.verify([], all)])
    expect(one).toMatchObject({ status: 'fulfilled', value: { problems: [] } })
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'too_many_requests' } })
    expect(await reader.verify([], all)).toMatchObject({ problems: [] })
    // What was found is told later, too.
    const { entries } = await search({ kind: 'audit.verified' })
    expect(entries.map(({ data, actor }) => [data['problems'], actor?.name])).toEqual([
      [0, 'Auditor'],
      [0, 'Auditor'],
    ])
  })
})
