import { CompiledQuery } from 'kysely'
import { createAuditLog, type AuditEvent, type AuditLog } from '../audit-log.ts'
import { openTestStore, type TestStore } from '../../store/testing/stores.ts'
import type { Engine } from '../../store/open-store.ts'

export interface WrittenLog {
  store: TestStore
  audit: AuditLog
  /** ms; what the log takes for now. */
  clock: { nowMs: number }
  append(event: AuditEvent): Promise<void>
  addPerson(id: string, name: string): Promise<void>
  /** As somebody who owns the database, and whom its triggers don't stop. */
  tamper(): Promise<void>
}

/** An empty log, on 15 November 2026, and the means to write it. */
export async function openWrittenLog(engine: Engine): Promise<WrittenLog> {
  const store = await openTestStore(engine)
  const clock = { nowMs: Date.UTC(2026, 10, 15, 9) }
  const audit = createAuditLog(() => clock.nowMs)
  const { database } = store
  return {
    store,
    audit,
    clock,
    append: (event) => database.transaction().execute((write) => audit.append(write, event)),
    addPerson: async (id, name) => {
      const login = name.toLowerCase().replaceAll(' ', '.')
      await database
        .insertInto('people')
        .values({ id, name, login, language: 'kk', created_ms: clock.nowMs })
        .execute()
    },
    tamper: async () => {
      const on = engine === 'postgres' ? ' on audit_entries' : ''
      await database.executeQuery(CompiledQuery.raw(`drop trigger audit_entries_stay${on}`))
      if (engine === 'sqlite')
        await database.executeQuery(CompiledQuery.raw('drop trigger audit_entries_remain'))
    },
  }
}
