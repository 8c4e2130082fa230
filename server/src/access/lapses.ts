import type { Logger } from 'pino'
import { isStoreAway } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { RightsChanges } from './rights-changes.ts'

/** Ends what is watched by an accreditation whose time is over: nobody revokes it, so nobody else would tell. */
export interface Lapses {
  start(): void
  /** Idempotent. */
  stop(): void
}

export interface LapsesOptions {
  database: Database
  rightsChanges: Pick<RightsChanges, 'changed'>
  nowMs: () => number
  log: Logger
  /** How late it may be noticed. */
  everyMs?: number
}

export function createLapses({ database, rightsChanges, nowMs, log, everyMs = 1000 }: LapsesOptions): Lapses {
  let timer: NodeJS.Timeout | null = null
  let isAsking = false
  let lookedAtMs = nowMs()

  const look = async (): Promise<void> => {
    const now = nowMs()
    const lapsed = await database
      .selectFrom('accreditations')
      .select('id')
      .where('state', '=', 'granted')
      .where('until_ms', '>=', Math.floor(lookedAtMs))
      .where('until_ms', '<', Math.floor(now))
      .limit(1)
      .executeTakeFirst()
    lookedAtMs = now
    if (lapsed !== undefined) rightsChanges.changed()
  }

  return {
    start() {
      lookedAtMs = nowMs()
      timer ??= setInterval(() => {
        if (isAsking) return
        isAsking = true
        look()
          .catch((error: unknown) => {
            if (!isStoreAway(error))
              log.warn({ err: error }, 'could not look for accreditations that are over')
          })
          .finally(() => {
            isAsking = false
          })
      }, everyMs)
    },
    stop() {
      if (timer !== null) clearInterval(timer)
      timer = null
    },
  }
}
