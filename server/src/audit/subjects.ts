import { createHash, randomBytes } from 'node:crypto'
import { inParts } from '../accreditation/in-parts.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { AuditSubjectTable } from '../store/schema.ts'

/** UTC, `2026-11`. */
export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7)

/**
 * The id that stands in the log for a person, their name and login in a month. A commitment: the row can't be changed without
 * its id no longer fitting, and with the row and its salt gone the id says nothing.
 */
export function subjectId({ person_id, month, name, login, salt }: Omit<AuditSubjectTable, 'id'>): string {
  const spelt = JSON.stringify([salt, person_id, month, name, login])
  return `p-${createHash('sha256').update(spelt).digest('hex').slice(0, 40)}`
}

/** Who of these are people, each with the id to write in the log; others (displays, hearings, words) are left out. */
export async function subjectsOf(
  write: Write,
  ids: readonly string[],
  atMs: number,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const month = monthOf(atMs)
  const subjects = new Map<string, string>()
  await inParts(ids, async (part) => {
    const people = await write
      .selectFrom('people')
      .leftJoin('audit_subjects', (join) =>
        join
          .onRef('audit_subjects.person_id', '=', 'people.id')
          .onRef('audit_subjects.name', '=', 'people.name')
          .onRef('audit_subjects.login', '=', 'people.login')
          .on('audit_subjects.month', '=', month),
      )
      .where('people.id', 'in', part)
      .select(['people.id', 'people.name', 'people.login', 'audit_subjects.id as subject'])
      .execute()
    const added: AuditSubjectTable[] = []
    for (const { id: personId, name, login, subject } of people) {
      if (subject === null) added.push(newSubject({ person_id: personId, month, name, login }))
      else subjects.set(personId, subject)
    }
    if (added.length > 0) await write.insertInto('audit_subjects').values(added).execute()
    for (const { id, person_id: personId } of added) subjects.set(personId, id)
  })
  return subjects
}

function newSubject(subject: Omit<AuditSubjectTable, 'id' | 'salt'>): AuditSubjectTable {
  const row = { ...subject, salt: randomBytes(16).toString('hex') }
  return { id: subjectId(row), ...row }
}

export interface Named {
  name: string
  login: string
}

/** The names behind ids of the log; those whose time is over are left out. */
export async function namesOf(database: Database, ids: readonly string[]): Promise<Map<string, Named>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .selectFrom('audit_subjects')
    .where('id', 'in', ids)
    .select(['id', 'name', 'login'])
    .execute()
  return new Map(rows.map(({ id, name, login }) => [id, { name, login }]))
}
