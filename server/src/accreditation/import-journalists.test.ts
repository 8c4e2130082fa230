import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import type { ImportInto } from './import-journalists.ts'
import { codeOf, nowMs, openPressCourt, type PressCourt } from './testing/press-court.ts'

const origin = 'https://press.example'
const file = (...rows: string[]): Uint8Array => new TextEncoder().encode(rows.join('\r\n'))

const sameAddress = (id: string) => ({ login: `${id}@example.kz`, email: `${id}@example.kz` })

describe.each(testEngines())('an import of journalists, in %s', (engine) => {
  let court: PressCourt
  let into: ImportInto
  beforeEach(async () => {
    court = await openPressCourt(engine)
    const pool = await court.pools.create('court-1', 'Daily press', 'officer-of-court-1')
    into = { courtId: 'court-1', poolId: pool.id, byId: 'officer-of-court-1' }
    await court.audited()
  })
  afterEach(() => court.store.end())

  const counts = async () => {
    const tables = ['people', 'roles', 'pool_members', 'outlets', 'one_time_links', 'audit_entries'] as const
    return Promise.all(
      tables.map(async (table) => (await court.database.selectFrom(table).selectAll().execute()).length),
    )
  }

  it('creates, invites and puts into the pool; the same file again changes nothing', async () => {
    const list = file(
      'Аты-жөні;Пошта;БАҚ;Куәлік;Тіл',
      'Әлия Ысқақ;Aliya@Example.kz;Егемен;№ 7;қазақша',
      '"Ким, Олег";oleg@example.kz;Егемен;;',
    )
    const checked = await court.journalistImport.check(into, list)
    const before = await counts()
    const report = await court.journalistImport.run(into, list, origin)
    expect(checked).toEqual({ ...report, done: false, invitations: [] })
    expect(report).toMatchObject({
      done: true,
      problems: [],
      rows: [
        { row: 2, email: 'aliya@example.kz', outcome: 'invited' },
        { row: 3, email: 'oleg@example.kz', outcome: 'invited' },
      ],
    })
    expect(report.invitations.map(({ row, email }) => [row, email])).toEqual([
      [2, 'aliya@example.kz'],
      [3, 'oleg@example.kz'],
    ])
    expect(report.invitations[0]?.link).toMatch(/^https:\/\/press\.example\/link#[\w-]{43}$/)
    const after = await counts()
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([2, 2, 2, 1, 2, 2])
    expect(await court.audited()).toEqual(['outlet.created', 'import.done'])
    expect(await court.pools.members('court-1', into.poolId)).toMatchObject([
      { name: 'Ким, Олег', email: 'oleg@example.kz', outlet: 'Егемен', cardNumber: '', language: 'en' },
      { name: 'Әлия Ысқақ', email: 'aliya@example.kz', outlet: 'Егемен', cardNumber: '№ 7', language: 'kk' },
    ])

    const again = await court.journalistImport.run(into, list, origin)
    expect(again.rows.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged'])
    expect(again.invitations).toEqual([])
    expect((await counts()).slice(0, 5)).toEqual(after.slice(0, 5))
  })

  it('comes back from its own export', async () => {
    await court.journalistImport.run(into, file('name;email;outlet', "=Bad;bad@example.kz;'=Outlet"), origin)
    const { file: exported, name } = await court.journalistExport(into)
    expect(name).toBe(`${into.poolId}.csv`)
    expect(exported).toBe("\uFEFFname;email;outlet;card;language\r\n'=Bad;bad@example.kz;'=Outlet;;en\r\n")
    const again = await court.journalistImport.run(into, new TextEncoder().encode(exported), origin)
    expect(again.rows.map(({ outcome }) => outcome)).toEqual(['unchanged'])
    expect(await court.audited()).toEqual(['outlet.created', 'import.done', 'export.made', 'import.done'])
  })

  it('writes nothing at all where one row is bad', async () => {
    await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }], { email: 'clerk@example.kz' })
    const good = ['name;email;outlet', 'A;a@example.kz;New outlet']
    for (const [bad, code] of [
      ['B;no address;', 'value_bad'],
      ['B;A@example.kz;', 'email_twice'],
      ['B;Clerk@Example.kz;', 'email_taken'],
    ] as const) {
      const before = await counts()
      const report = await court.journalistImport.run(into, file(...good, bad), origin)
      expect(report).toMatchObject({ done: false, rows: [], invitations: [] })
      expect(report.problems).toEqual([{ row: 3, column: 'email', code }])
      expect(await court.journalistImport.check(into, file(...good, bad))).toEqual(report)
      expect(await counts()).toEqual(before)
    }
  })

  it('takes a known address for the same person, and changes only whom this court alone has', async () => {
    await court.journalist('own', sameAddress('own'))
    await court.person('shared', [{ role: 'journalist', courtId: null }], sameAddress('shared'))
    await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }], sameAddress('elsewhere'))
    const report = await court.journalistImport.run(
      into,
      file(
        'name;email;outlet;card;language',
        'New name;own@example.kz;Outlet;77;ru',
        'New name;shared@example.kz;Outlet of nobody;77;ru',
        'New name;elsewhere@example.kz;Outlet;77;ru',
      ),
      origin,
    )
    expect(report.rows.map(({ outcome }) => outcome)).toEqual(['updated', 'joined', 'joined'])
    const people = await court.database
      .selectFrom('people')
      .select(['id', 'name', 'card_number', 'language'])
      .where('id', 'in', ['own', 'shared', 'elsewhere'])
      .orderBy('id')
      .execute()
    expect(people.map(({ name, card_number, language }) => [name, card_number, language])).toEqual([
      ['elsewhere of the tests', null, 'en'],
      ['New name', '77', 'ru'],
      ['shared of the tests', null, 'en'],
    ])
    const outlets = await court.outlets.list('court-1')
    expect(outlets.map(({ name, journalists }) => [name, journalists])).toEqual([['Outlet', 1]])
    const members = await court.pools.members('court-1', into.poolId)
    expect(members.map(({ personId }) => personId).toSorted()).toEqual(['elsewhere', 'own', 'shared'])
    const hearing = await court.hearing('h', 'court_pool', { poolId: into.poolId })
    expect(await court.rights.watchingAs('elsewhere', hearing)).toBe('journalist')
  })

  it('gives no rights to somebody of another court whose address only looks the same', async () => {
    await court.person('other', [{ role: 'journalist', courtId: 'court-2' }], { email: 'famous@example.kz' })
    const report = await court.journalistImport.run(into, file('name;email', 'F;famous@example.kz'), origin)
    expect(report.problems).toEqual([{ row: 2, column: 'email', code: 'email_taken' }])
  })

  it('leaves what is known where a cell is empty', async () => {
    await court.journalistImport.run(into, file('name;email;outlet;card', 'A;a@example.kz;O;7'), origin)
    const report = await court.journalistImport.run(
      into,
      file('name;email;outlet;card', 'A;a@example.kz;;'),
      origin,
    )
    expect(report.rows).toMatchObject([{ outcome: 'unchanged' }])
    expect(await court.pools.members('court-1', into.poolId)).toMatchObject([
      { outlet: 'O', cardNumber: '7' },
    ])
  })

  it('refuses another court’s pool', async () => {
    const wrong = { ...into, courtId: 'court-2' }
    const list = file('name;email', 'A;a@example.kz')
    expect(await codeOf(court.journalistImport.run(wrong, list, origin))).toBe('refused')
    expect(await codeOf(court.journalistImport.check(wrong, list))).toBe('refused')
    expect(await codeOf(court.journalistExport(wrong))).toBe('refused')
    expect(await court.audited()).toEqual([])
  })

  it('takes thousands, and gives a link to each', async () => {
    const rows = Array.from({ length: 1200 }, (_, index) => `N ${index};n${index}@example.kz;O ${index % 7}`)
    const report = await court.journalistImport.run(into, file('name;email;outlet', ...rows), origin)
    expect(new Set(report.invitations.map(({ link }) => link)).size).toBe(1200)
    expect((await court.pools.members('court-1', into.poolId)).length).toBe(1200)
  })
})

describe('the letters of an import', () => {
  it('go out by mail where there is a mail server, and no link is shown', async () => {
    const court = await openPressCourt('sqlite', { mails: true })
    const pool = await court.pools.create('court-1', 'Daily press', 'officer-of-court-1')
    const report = await court.journalistImport.run(
      { courtId: 'court-1', poolId: pool.id, byId: 'officer-of-court-1' },
      file('name;email;language', 'A;a@example.kz;ru', 'B;b@example.kz;kk'),
      origin,
    )
    expect(report).toMatchObject({ done: true, invitations: [] })
    await expect.poll(() => court.seen.letters.map(({ to }) => to)).toEqual(['a@example.kz', 'b@example.kz'])
    const [letter] = court.seen.letters
    const secret = /\/link#([\w-]{43})/.exec(letter?.text ?? '')?.[1] ?? ''
    const links = await court.database.selectFrom('one_time_links').select(['ends_ms', 'hash']).execute()
    expect(links).toHaveLength(2)
    expect(links.every(({ ends_ms }) => ends_ms > nowMs)).toBe(true)
    expect(secret).not.toBe('')
    await court.store.end()
  })
})
