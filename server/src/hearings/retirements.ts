import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database, Write } from '../store/open-store.ts'
import { isNotOver } from './hearings.ts'

/**
 * Takes courtrooms out of use that hearings were held in, and brings them back. A retired one keeps its name for what was held in it,
 * and its camera for when it is brought back; nothing is planned there, and it takes no feed.
 */
export interface Retirements {
  /**
   * Throws `in_use` while a hearing there is planned or under way; `refused` where there is no such courtroom. Resolves with whether it
   * was in use until now.
   */
  retire(courtroomId: string, byId: string): Promise<boolean>
  /** Throws `refused` where there is no such courtroom. Resolves with whether it was retired until now. */
  bringBack(courtroomId: string, byId: string): Promise<boolean>
}

export interface RetirementsOptions {
  database: Database
  audit: AuditLog
  nowMs: () => number
}

export function createRetirements({ database, audit, nowMs }: RetirementsOptions): Retirements {
  const change = (courtroomId: string, byId: string, retiredMs: number | null): Promise<boolean> =>
    database.transaction().execute(async (write) => {
      const room = await claimed(write, courtroomId)
      if ((room.retired_ms === null) === (retiredMs === null)) return false
      if (retiredMs !== null) await checkIdle(write, courtroomId)
      await write
        .updateTable('courtrooms')
        .set({ retired_ms: retiredMs })
        .where('id', '=', courtroomId)
        .execute()
      await audit.append(write, {
        kind: retiredMs === null ? 'courtroom.brought_back' : 'courtroom.retired',
        courtId: room.court_id,
        actorId: byId,
        data: { courtroom: courtroomId, name: room.name },
      })
      return true
    })
  return {
    retire: (courtroomId, byId) => change(courtroomId, byId, Math.floor(nowMs())),
    bringBack: (courtroomId, byId) => change(courtroomId, byId, null),
  }
}

/** Writes the row, so that whoever else claims the courtroom waits, and then sees what was done here. */
async function claimed(write: Write, courtroomId: string) {
  const room = await write
    .updateTable('courtrooms')
    .set((row) => ({ position: row.ref('position') }))
    .where('id', '=', courtroomId)
    .returningAll()
    .executeTakeFirst()
  if (room === undefined) throw new DomainError('refused', 'no such courtroom')
  return room
}

async function checkIdle(write: Write, courtroomId: string): Promise<void> {
  const hearing = await write
    .selectFrom('hearings')
    .select(['id', 'state'])
    .where('courtroom_id', '=', courtroomId)
    .where(isNotOver)
    .executeTakeFirst()
  if (hearing !== undefined) throw new DomainError('in_use', `${hearing.id} is ${hearing.state} there`)
}
