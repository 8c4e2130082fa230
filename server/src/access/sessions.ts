import { createHash, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Sign-ins that outlive a restart. Only a hash of the id is stored: who reads the database can't become anybody. */
export interface Sessions {
  /** Returns the session's id, 256 random bits, for the cookie. */
  create(login: string): { id: string; endsAtMs: number }
  /** The login of a session that has not ended. */
  find(id: string): string | undefined
  end(id: string): void
  /** A browser that has signed in as this login before; see `sign-in.ts`. */
  rememberDevice(login: string): { id: string; endsAtMs: number }
  knowsDevice(id: string, login: string): boolean
}

const deviceLifetimeMs = 90 * 24 * 3_600_000

const hashOf = (id: string): Buffer => createHash('sha256').update(id).digest()
const row = z.object({ login: z.string() })

export function createSessions(database: DatabaseSync, lifetimeS: number, nowMs: () => number): Sessions {
  database.exec(`
    CREATE TABLE IF NOT EXISTS secret_cookies (
      hash BLOB PRIMARY KEY, kind TEXT NOT NULL, login TEXT NOT NULL, ends_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `)
  const insert = database.prepare(
    'INSERT INTO secret_cookies (hash, kind, login, ends_ms) VALUES (?, ?, ?, ?)',
  )
  const select = database.prepare(
    'SELECT login FROM secret_cookies WHERE hash = ? AND kind = ? AND ends_ms > ?',
  )
  const remove = database.prepare('DELETE FROM secret_cookies WHERE hash = ?')
  const removeEnded = database.prepare('DELETE FROM secret_cookies WHERE ends_ms <= ?')

  const create = (kind: 'session' | 'device', login: string, lifetimeMs: number) => {
    const id = randomBytes(32).toString('base64url')
    const endsAtMs = nowMs() + lifetimeMs
    removeEnded.run(Math.floor(nowMs()))
    insert.run(hashOf(id), kind, login, Math.floor(endsAtMs))
    return { id, endsAtMs }
  }
  const find = (kind: 'session' | 'device', id: string): string | undefined => {
    const found = row.safeParse(select.get(hashOf(id), kind, Math.floor(nowMs())))
    return found.success ? found.data.login : undefined
  }

  return {
    create: (login) => create('session', login, lifetimeS * 1000),
    find: (id) => find('session', id),
    end: (id) => void remove.run(hashOf(id)),
    rememberDevice: (login) => create('device', login, deviceLifetimeMs),
    knowsDevice: (id, login) => find('device', id) === login,
  }
}
