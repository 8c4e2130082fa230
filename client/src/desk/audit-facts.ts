import type { AuditEntry } from '@press-gallery/server/protocol/audit'

/** One fact of an entry in words: whoever it names stands with their name, where it is still known. */
export interface AuditFactSaid {
  name: string
  value: string
}

/** The facts of an entry, for reading. Names of facts stay as they are in the log and its export. */
export function factsOfEntry({ data, people }: AuditEntry): AuditFactSaid[] {
  const names = new Map(people.map(({ id, name }) => [id, name ?? id]))
  const said = (value: string): string => names.get(value) ?? value
  return Object.entries(data)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({
      name,
      value: Array.isArray(value) ? value.map(said).join(', ') : said(String(value)),
    }))
}
