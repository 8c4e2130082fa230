import { createHash } from 'node:crypto'
import type { Database, Write } from '../store/open-store.ts'
import type { SessionTable } from '../store/schema.ts'

/** Which sessions: all that is given must fit. */
export interface Which {
  personId?: string
  sessionId?: string
  exceptSessionId?: string
  cookieId?: string
}

export type Gone = Pick<SessionTable, 'id' | 'person_id' | 'ends_ms'>

/** Of a cookie: only this is stored. */
export const hashOf = (id: string): Buffer => createHash('sha256').update(id).digest()

/** The sessions of a person, or the one of a cookie. */
export function deleteIn(write: Write, which: Which): Promise<Gone[]> {
  let query = write.deleteFrom('sessions').where('kind', '=', 'session')
  if (which.personId !== undefined) query = query.where('person_id', '=', which.personId)
  if (which.sessionId !== undefined) query = query.where('id', '=', which.sessionId)
  if (which.exceptSessionId !== undefined) query = query.where('id', '!=', which.exceptSessionId)
  if (which.cookieId !== undefined) query = query.where('hash', '=', hashOf(which.cookieId))
  return query.returning(['id', 'person_id', 'ends_ms']).execute()
}

/** Forgets the browsers that a person has signed in by. */
export async function deleteDevicesIn(write: Write, personId: string): Promise<void> {
  await write.deleteFrom('sessions').where('person_id', '=', personId).where('kind', '=', 'device').execute()
}

/** Whether a device cookie is of a browser that has signed in as this person. */
export async function isDevice(
  database: Database | Write,
  deviceId: string,
  personId: string,
  nowMs: number,
): Promise<boolean> {
  const row = await database
    .selectFrom('sessions')
    .select('person_id')
    .where('hash', '=', hashOf(deviceId))
    .where('kind', '=', 'device')
    .where('ends_ms', '>', nowMs)
    .executeTakeFirst()
  return row?.person_id === personId
}

/** Whether a person is a paired display or bench. */
export async function isPaired(database: Database | Write, personId: string): Promise<boolean> {
  const row = await database
    .selectFrom('devices')
    .select('person_id')
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row !== undefined
}
