import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '../protocol/identifiers.ts'
import { writeCsv } from './csv.ts'
import {
  mostRows,
  readJournalists,
  writeJournalists,
  type ExportedJournalist,
  type JournalistRow,
} from './journalist-table.ts'

const file = (text: string): Uint8Array => new TextEncoder().encode(text)
const problemsOf = async (text: string): Promise<unknown[]> =>
  (await readJournalists(file(text))).problems.map(({ row, column, code }) => [row, column, code])

/** One line as it may stand in a spreadsheet, with all that is special there. */
const line = (longest: number) =>
  fc
    .string({
      unit: fc.oneof(fc.constantFrom(...Array.from(` ;,"'=+-@\\әіңғүұқөһЁ`)), fc.string({ unit: 'binary' })),
      maxLength: longest,
    })
    .map((text) =>
      text
        .normalize('NFC')
        .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
        .trim(),
    )
    .filter((text) => text.length <= longest && text.normalize('NFC') === text)
const some = (longest: number) => line(longest).filter((text) => text !== '')

const journalists = fc.uniqueArray(
  fc.record({
    name: some(60),
    email: fc.stringMatching(/^[a-z0-9]{1,12}@[a-z]{1,10}\.kz$/),
    outlet: line(40),
    cardNumber: line(20),
    language: fc.constantFrom(...languages),
  }),
  { selector: ({ email }) => email, minLength: 1, maxLength: 12 },
)

const listOf = (count: number): string =>
  ['№;name;email', ...Array.from({ length: count }, (_, index) => `${index};N;n${index}@b.kz`)].join('\n')

/** As another program would write it. */
const spelt = (
  records: readonly (readonly string[])[],
  how: { separator: string; end: string; quoteAll: boolean; bom: boolean },
): string =>
  (how.bom ? '\uFEFF' : '') +
  records
    .map((cells) =>
      cells
        .map((cell) => (how.quoteAll || /[;,"\s']/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(how.separator),
    )
    .join(how.end)

const spelling = fc.record({
  separator: fc.constantFrom(';', ','),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  bom: fc.boolean(),
})

describe('a list of journalists as a file', () => {
  it('comes back from an export as it was, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(journalists, fc.constantFrom(...languages), async (people, words) => {
        const { rows, problems, ignored } = await readJournalists(file(writeJournalists(people, words)))
        expect(problems).toEqual([])
        expect(ignored).toEqual([])
        expect(rows.map(({ row }) => row)).toEqual(people.map((_, index) => index + 2))
        expect(rows.map(exported)).toEqual(people)
      }),
    )
  })

  it('is the same in every spelling: separator, line ends, quotes, byte order mark', async () => {
    // A leading apostrophe means something of its own: see the export.
    const plain = journalists.filter((people) =>
      people.every((one) => !Object.values(one).some((text) => text.startsWith("'"))),
    )
    await fc.assert(
      fc.asyncProperty(
        plain,
        spelling,
        fc.constantFrom('name', 'ФИО', 'Аты-жөні', 'Full name *'),
        async (people, how, name) => {
          const records = people.map((one) => [
            one.language,
            one.email.toUpperCase(),
            one.name,
            one.cardNumber,
            one.outlet,
          ])
          const text = spelt([['тіл', 'E-Mail', name, 'card', 'СМИ'], ...records], how)
          const { rows, problems } = await readJournalists(file(text))
          expect(problems).toEqual([])
          expect(rows.map(exported)).toEqual(people)
        },
      ),
    )
  })

  it('is read or refused, never half read, whatever bytes come', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom(...Array.from('name;email,\n"\r a@b.kz')), maxLength: 300 })
        .map(file),
    )
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (bytes, headed) => {
        const read = await readJournalists(
          headed ? new Uint8Array([...file('name;email\n'), ...bytes]) : bytes,
        )
        expect(read.rows.length > 0 || read.problems.length > 0).toBe(true)
        for (const { row } of read.problems) expect(row).toBeGreaterThanOrEqual(0)
        for (const { name, email } of read.rows) expect(`${name}${email}`).not.toMatch(/[\r\n]/)
      }),
    )
  })

  it('never gives a spreadsheet something to run', () => {
    const cell = fc
      .tuple(fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', "'", "'="), fc.string())
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
        const shown = parse(writeCsv([cells]), { delimiter: ';', bom: true })
        expect(shown.flat().filter((text) => /^[=+\-@\t\r]/.test(text))).toEqual([])
      }),
    )
    expect(writeCsv([['=1+1', '+7 701', '-1', '@a', "'=1", 'plain-1']])).toBe(
      "\uFEFF'=1+1;'+7 701;'-1;'@a;''=1;plain-1\r\n",
    )
  })

  it('says of each row what is wrong with it', async () => {
    expect(await problemsOf('')).toEqual([[0, null, 'no_rows']])
    expect(await problemsOf('name;email\n')).toEqual([[0, null, 'no_rows']])
    expect(await problemsOf('name;phone\nA;1')).toEqual([[1, 'email', 'header_missing']])
    expect(await problemsOf('name,email,ФИО\nA,a@b.kz,B')).toEqual([[1, 'name', 'header_twice']])
    expect((await readJournalists(new Uint8Array([0xcf, 0xf0, 0x3b]))).problems).toEqual([
      { row: 0, column: null, code: 'not_utf8' },
    ])
    expect(await problemsOf('name;email\nA;a@b.kz\n"B;b@b.kz\n')).toEqual([[3, null, 'not_csv']])
    const rows = [
      'name;email;language;card',
      'A;a@b.kz;kk;1',
      '',
      ';b@b.kz;ru;2',
      'C;;en;3',
      'D;no address;;',
      'E;A@B.KZ',
      'F',
      'G;g@b.kz;de;x',
      `H;h@b.kz;;${'9'.repeat(65)}`,
      'I;i@b.kz;;;more',
      ';;;',
      '"J\nK";j@b.kz',
      'L;l@b.kz;русский;',
    ]
    expect(await problemsOf(rows.join('\n'))).toEqual([
      [4, 'name', 'value_missing'],
      [5, 'email', 'value_missing'],
      [6, 'email', 'value_bad'],
      [7, 'email', 'email_twice'],
      [8, null, 'cells_missing'],
      [9, 'language', 'value_bad'],
      [10, 'card', 'value_bad'],
      [11, null, 'cells_too_many'],
      [13, 'name', 'value_bad'],
    ])
  })

  it('takes five thousand rows and no more, and leaves out columns that it does not know', async () => {
    const { rows, problems, ignored } = await readJournalists(file(listOf(mostRows)))
    expect([rows.length, problems, ignored]).toEqual([mostRows, [], ['№']])
    expect(await problemsOf(listOf(mostRows + 1))).toEqual([[0, null, 'too_many_rows']])
  })
})

const exported = (row: JournalistRow): ExportedJournalist => ({
  name: row.name,
  email: row.email,
  outlet: row.outlet ?? '',
  cardNumber: row.card ?? '',
  language: row.language ?? 'kk',
})
