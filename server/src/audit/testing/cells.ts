import { CompiledQuery } from 'kysely'
import type { Database } from '../../store/open-store.ts'

/** One value of one row of the log's tables. */
export interface Cell {
  table: string
  column: string
  value: string | number
  /** Finds the row, before and after the value (which may be its key) was changed. */
  where: (value: string | number) => string
}

const keys = {
  audit_entries: ['seq'],
  audit_head: ['id'],
  audit_subjects: ['id'],
  audit_mentions: ['subject', 'seq'],
} as const

/** Every value of every row of the log's tables. */
export async function allCells(database: Database): Promise<Cell[]> {
  const cells: Cell[] = []
  for (const [table, keyColumns] of Object.entries(keys)) {
    const { rows } = await database.executeQuery<Record<string, string | number>>(
      CompiledQuery.raw(`select * from ${table}`),
    )
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const where: Cell['where'] = (key) =>
          keyColumns
            .map((name) => `${name} = ${literal(name === column ? key : (row[name] ?? ''))}`)
            .join(' and ')
        cells.push({ table, column, value, where })
      }
    }
  }
  return cells
}

const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`

/** Whether the database takes it: a key may be there already. */
export async function change(
  database: Database,
  { table, column, where }: Cell,
  from: string | number,
  to: string | number,
): Promise<boolean> {
  const statement = `update ${table} set ${column} = ${literal(to)} where ${where(from)}`
  try {
    await database.executeQuery(CompiledQuery.raw(statement))
    return true
  } catch (error) {
    if (error instanceof Error && /unique/i.test(error.message)) return false
    throw error
  }
}

/** With one byte of it changed; null where that can't be stored as text. */
export function withByteChanged(value: string | number, at: number, mask: number): string | number | null {
  if (typeof value === 'number') return (value ^ mask) & 0x7f_ff_ff_ff
  const bytes = Buffer.from(value)
  if (bytes.length === 0) return null
  const index = at % bytes.length
  bytes[index] = (bytes[index] ?? 0) ^ mask
  const changed = bytes.toString()
  return changed.includes('\0') ? null : changed
}
