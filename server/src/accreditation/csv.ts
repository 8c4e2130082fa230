import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { z } from 'zod'
import type { ImportProblem } from '../protocol/accreditation.ts'

/** The two that spreadsheets write; the semicolon where the comma parts decimals. */
export const separators = [';', ','] as const
export type Separator = (typeof separators)[number]

/** Longer than any record of ours: a quote that was never closed is found by it. */
const longestRecord = 20_000

/** The text of a file, without its byte order mark; null where it is not UTF-8. */
export function textOf(file: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return null
  }
}

export interface CsvRecord {
  /** As a spreadsheet counts, empty ones included. */
  row: number
  cells: string[]
}

/** Read in one piece it keeps nobody waiting. */
const pieceBytes = 16_384

/** The process turns to others between two of them. */
async function* piecesOf(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve))
    yield bytes.subarray(start, start + pieceBytes)
  }
}

/** RFC 4180 with any line end. Reads `most` records at most; leaves out those without anything in them. */
export async function readCsv(
  text: string,
  separator: Separator,
  most: number,
): Promise<{ records: CsvRecord[] } | { problem: ImportProblem }> {
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    trim: true,
    relax_column_count: true,
    max_record_size: longestRecord,
    to: most,
  })
  const source = Readable.from(piecesOf(text))
  const records: CsvRecord[] = []
  let row = 0
  try {
    for await (const read of source.pipe(parser)) {
      row += 1
      const cells = record.parse(read).map(plainOf)
      if (cells.some((cell) => cell !== '')) records.push({ row, cells })
    }
    return { records }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const where = z.object({ records: z.int() }).safeParse(error)
    return { problem: { row: where.success ? where.data.records + 1 : 0, column: null, code: 'not_csv' } }
  } finally {
    source.destroy()
  }
}

const record = z.array(z.string())

/** Excel's own byte order mark, without which it takes UTF-8 for something else. */
const byteOrderMark = '\uFEFF'

export const writeCsv = (records: readonly (readonly string[])[]): string =>
  byteOrderMark + records.map((cells) => `${cells.map(cellOf).join(';')}\r\n`).join('')

/** What a spreadsheet would take for a formula, and run. Quotes in front of one count, so that a defused text is not taken for a plain one. */
const formula = /^'*[=+\-@\t\r]/

/** The apostrophe tells a spreadsheet that a text follows; `plainOf` takes it away again. */
const defused = (text: string): string => (formula.test(text) ? `'${text}` : text)

const plainOf = (cell: string): string => {
  const text = cell.trim()
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text
}

function cellOf(text: string): string {
  const safe = defused(text)
  return /[;,"\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
