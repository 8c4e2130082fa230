import type { Logger } from 'pino'
import type { Database } from '../store/open-store.ts'

export interface SessionUse {
  sessionId: string
  atMs: number
  /** Of a session that lasts from each use on: until when. */
  endsMs: number | null
}

export interface SessionUses {
  /** Written beside the request, which a long write of somebody else would hold up. */
  note(use: SessionUse): void
  /** Resolves when all that was noted is written, or has failed and was logged. */
  written(): Promise<void>
}

/** When each sign-in was used last; takes those away that have ended. */
export function createSessionUses({ database, log }: { database: Database; log: Logger }): SessionUses {
  const underWay = new Map<string, Promise<void>>()

  const write = ({ sessionId, atMs, endsMs }: SessionUse): Promise<void> =>
    database.transaction().execute(async (inOne) => {
      await inOne
        .updateTable('sessions')
        .set({ seen_ms: atMs, ...(endsMs === null ? {} : { ends_ms: endsMs }) })
        .where('id', '=', sessionId)
        .execute()
      await inOne.deleteFrom('sessions').where('ends_ms', '<=', atMs).execute()
    })

  return {
    note(use) {
      const { sessionId } = use
      if (underWay.has(sessionId)) return
      const writing = write(use)
        .catch((error: unknown) => log.error({ err: error }, 'the use of a session could not be noted'))
        .finally(() => underWay.delete(sessionId))
      underWay.set(sessionId, writing)
    },
    async written() {
      await Promise.all(underWay.values())
    },
  }
}
