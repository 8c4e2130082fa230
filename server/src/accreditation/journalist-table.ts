import { importColumns, type ImportColumn, type ImportProblem } from '../protocol/accreditation.ts'
import { language, type Language } from '../protocol/identifiers.ts'
import { emailAddress, newLogin, personName } from '../protocol/person-fields.ts'
import { oneLine } from '../protocol/texts.ts'
import { readCsv, separators, textOf, writeCsv, type CsvRecord, type Separator } from './csv.ts'
import { createPauses } from './in-parts.ts'

export const mostRows = 5000
const mostProblems = 1000

/** One row of an import. A column that is not there, or empty, leaves what is known of the person. */
export interface JournalistRow {
  row: number
  name: string
  /** In lower case: also the login of somebody new. */
  email: string
  outlet: string | null
  card: string | null
  language: Language | null
}

export interface JournalistTable {
  rows: JournalistRow[]
  problems: ImportProblem[]
  /** Columns that are not known. */
  ignored: string[]
}

/** What the columns are called by those who make such lists. The first of each language is what an export writes. */
const headers: Record<ImportColumn, Record<Language, readonly string[]>> = {
  name: {
    kk: ['аты-жөні', 'аты жөні', 'тегі, аты', 'есімі'],
    ru: ['фио', 'ф.и.о', 'имя', 'фамилия, имя'],
    en: ['name', 'full name'],
  },
  email: {
    kk: ['электрондық пошта', 'эл. пошта', 'пошта'],
    ru: ['эл. почта', 'электронная почта', 'почта', 'адрес эл. почты'],
    en: ['email', 'e-mail', 'mail', 'email address', 'e-mail address'],
  },
  outlet: {
    kk: ['бақ', 'басылым', 'редакция атауы'],
    ru: ['сми', 'издание', 'редакция'],
    en: ['outlet', 'media', 'media outlet'],
  },
  card: {
    kk: ['куәлік', 'куәлік нөмірі', 'куәлік №'],
    ru: ['удостоверение', 'номер удостоверения', 'удостоверение №', '№ удостоверения'],
    en: ['card', 'card number', 'press card'],
  },
  language: {
    kk: ['тіл', 'тілі'],
    ru: ['язык'],
    en: ['language'],
  },
}

const languageNames: Record<Language, readonly string[]> = {
  kk: ['kk', 'қазақша', 'қазақ', 'қазақ тілі', 'казахский', 'kazakh'],
  ru: ['ru', 'орысша', 'орыс', 'орыс тілі', 'русский', 'russian'],
  en: ['en', 'ағылшынша', 'ағылшын', 'ағылшын тілі', 'английский', 'english'],
}

const normal = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s*]+|[\s*.:]+$/g, '')

const columnOf = (header: string): ImportColumn | null =>
  importColumns.find(
    (column) => column === normal(header) || Object.values(headers[column]).flat().includes(normal(header)),
  ) ?? null

/** Reads a whole file, and lets others go on meanwhile. Where there is a problem, nothing of it may be used. */
export async function readJournalists(file: Uint8Array): Promise<JournalistTable> {
  const text = textOf(file)
  if (text === null) return failed({ row: 0, column: null, code: 'not_utf8' })
  // Header and one row too many.
  const read = await readCsv(text, await separatorOf(text), mostRows + 2)
  if ('problem' in read) return failed(read.problem)
  const [header, ...records] = read.records
  if (header === undefined || records.length === 0) return failed({ row: 0, column: null, code: 'no_rows' })
  if (records.length > mostRows) return failed({ row: 0, column: null, code: 'too_many_rows' })
  return readRows(header, records)
}

/** The one by which more of the header is known. */
async function separatorOf(text: string): Promise<Separator> {
  let best: { separator: Separator; known: number } = { separator: ';', known: -1 }
  for (const separator of separators) {
    const read = await readCsv(text, separator, 1)
    const cells = 'records' in read ? (read.records[0]?.cells ?? []) : []
    const known = cells.filter((cell) => columnOf(cell) !== null).length
    if (known > best.known) best = { separator, known }
  }
  return best.separator
}

const failed = (problem: ImportProblem): JournalistTable => ({ rows: [], problems: [problem], ignored: [] })

async function readRows(header: CsvRecord, records: readonly CsvRecord[]): Promise<JournalistTable> {
  const columns = header.cells.map(columnOf)
  const ignored = header.cells.filter((cell, index) => columns[index] === null && cell !== '')
  const problems: ImportProblem[] = []
  for (const column of importColumns) {
    const count = columns.filter((one) => one === column).length
    if (count > 1) problems.push({ row: header.row, column, code: 'header_twice' })
    if (count === 0 && (column === 'name' || column === 'email'))
      problems.push({ row: header.row, column, code: 'header_missing' })
  }
  if (problems.length > 0) return { rows: [], problems, ignored }

  const rows: JournalistRow[] = []
  const seen = new Set<string>()
  const pause = createPauses()
  for (const record of records) {
    await pause()
    const found = readRow(record, columns)
    problems.push(...found.problems)
    if (found.row === null) continue
    if (seen.has(found.row.email)) problems.push({ row: record.row, column: 'email', code: 'email_twice' })
    seen.add(found.row.email)
    rows.push(found.row)
  }
  return { rows, problems: problems.slice(0, mostProblems), ignored }
}

// Made once: to make them takes longer than to use them.
const outletName = oneLine(200)
const cardNumber = oneLine(64)

function readRow(
  { row, cells }: CsvRecord,
  columns: readonly (ImportColumn | null)[],
): { row: JournalistRow | null; problems: ImportProblem[] } {
  const problems: ImportProblem[] = []
  const problem = (column: ImportColumn | null, code: ImportProblem['code']): null => {
    problems.push({ row, column, code })
    return null
  }
  // Spreadsheets leave out, or add, empty cells at the end.
  if (cells.slice(columns.length).some((cell) => cell !== '')) problem(null, 'cells_too_many')
  const lastWanted = columns.findLastIndex((column) => column === 'name' || column === 'email')
  if (cells.length <= lastWanted) problem(null, 'cells_missing')
  const value = (column: ImportColumn): string => {
    const at = columns.indexOf(column)
    return at === -1 ? '' : (cells[at] ?? '').normalize('NFC')
  }
  const parsed = (column: ImportColumn, parse: (text: string) => string | null): string | null => {
    const text = value(column)
    return text === '' ? null : (parse(text) ?? problem(column, 'value_bad'))
  }
  const name = parsed('name', (text) => personName.safeParse(text).data ?? null)
  const email = parsed('email', addressOf)
  const outlet = parsed('outlet', (text) => outletName.safeParse(text).data ?? null)
  const card = parsed('card', (text) => cardNumber.safeParse(text).data ?? null)
  const spoken = parsed('language', languageOf)
  for (const column of ['name', 'email'] as const)
    if (value(column) === '' && problems.every(({ code }) => code !== 'cells_missing'))
      problem(column, 'value_missing')
  if (problems.length > 0 || name === null || email === null) return { row: null, problems }
  return { row: { row, name, email, outlet, card, language: language.nullable().parse(spoken) }, problems }
}

/** It becomes a login as well. */
function addressOf(text: string): string | null {
  const address = emailAddress.safeParse(text.toLowerCase())
  return address.success ? (newLogin.safeParse(address.data).data ?? null) : null
}

const languageOf = (text: string): Language | null =>
  language.options.find((one) => languageNames[one].includes(normal(text))) ?? null

export interface ExportedJournalist {
  name: string
  email: string | null
  outlet: string
  cardNumber: string
  language: Language
}

/** As `readJournalists` reads it, with headers in one language. */
export const writeJournalists = (people: readonly ExportedJournalist[], words: Language): string =>
  writeCsv([
    importColumns.map((column) => headers[column][words][0] ?? column),
    ...people.map((one) => [one.name, one.email ?? '', one.outlet, one.cardNumber, one.language]),
  ])
