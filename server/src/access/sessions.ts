import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import type { SessionSummary } from '../protocol/account.ts'
import type { Database, Write } from '../store/open-store.ts'
import { DomainError } from '../protocol/errors.ts'
import { role } from '../protocol/identifiers.ts'
import { deviceKind } from '../protocol/screens.ts'
import { newId } from './new-id.ts'
import type { SignedIn } from './rights.ts'
import { createSessionUses } from './session-uses.ts'
import {
  deleteDevicesIn,
  deleteIn,
  hashOf,
  isDevice,
  isPaired,
  type Gone,
  type Which,
} from './session-rows.ts'

export interface SecretCookie {
  /** 256 random bits for the cookie; only their hash is stored, so that who reads the database can't become anybody. */
  id: string
  endsAtMs: number
}

/** What is known of the browser that signs in. */
export interface Browser {
  /** The client's address. */
  address: string
  userAgent: string
  /** The device cookie, where the browser has one. */
  deviceId: string | undefined
  /** The session cookie that it came with: signing in always makes a new one, and ends this one. */
  earlierId: string | undefined
}

/** How somebody came in. */
export type WayIn = 'password' | 'passkey' | 'link' | 'directory' | 'pairing'

/** What was given beside the password. */
export type SecondFactorKind = 'totp' | 'recovery_code'

export interface Begun {
  session: SecretCookie
  /** A device cookie to set, where the browser had none for this person. */
  device: SecretCookie | null
}

export interface SessionEnded {
  personId: string
  /** Null: all of the person's. */
  sessionId: string | null
}

/** Sign-ins, which outlive a restart. */
export interface Sessions {
  /** Who is signed in by this cookie, asked of the store each time. */
  find(cookieId: string): Promise<SignedIn | undefined>
  /** Whether a sign-in, by the id that lists show, has not ended. */
  isAlive(sessionId: string): Promise<boolean>
  /** In the transaction of what let the person in. Throws `wrong_login` for a device that comes by anything but its pairing. */
  beginIn(
    write: Write,
    personId: string,
    by: WayIn,
    browser: Browser,
    also?: { secondFactor?: SecondFactorKind | undefined; endOthers?: boolean },
  ): Promise<Begun>
  list(personId: string, currentSessionId: string): Promise<SessionSummary[]>
  /** Signs out by the cookie; the person whom it was, where it was somebody. */
  signOut(cookieId: string): Promise<string | undefined>
  /** One of one's own. False: there is none such. */
  end(personId: string, sessionId: string): Promise<boolean>
  /** Signs out everywhere. */
  endAll(personId: string): Promise<void>
  /** For a transaction that takes more away than the sessions, after its other writes; call `tellEnded` once it is done. */
  endAllIn(
    write: Write,
    personId: string,
    how: { actorId: string | null; exceptSessionId?: string; devicesToo?: boolean },
  ): Promise<void>
  tellEnded(ended: SessionEnded): void
  /** A browser that has signed in as this person before; see `sign-in.ts`. */
  knowsDevice(deviceId: string, personId: string): Promise<boolean>
  /**
   * Tells of sessions that were ended: by signing out, which other windows of that browser must notice, everywhere, one by
   * one, by a new password, with the person. Not of time that ran out. Returns the function that takes the listener away.
   */
  onEnded(listener: (ended: SessionEnded) => void): () => void
  /** Resolves when it is written which sessions were used: `find` waits for no write. */
  usesWritten(): Promise<void>
}

export interface SessionsOptions {
  database: Database
  audit: AuditLog
  lifetimeS: number
  nowMs: () => number
  log: Logger
}

/** Of a paired display or bench, from each use on: as long as browsers keep a cookie at most. */
export const pairedLifetimeMs = 400 * 24 * 3_600_000

const deviceLifetimeMs = 90 * 24 * 3_600_000
/** How exact `seen_ms` is: a write for every request would be too many. */
const seenStepMs = 60_000

export function createSessions({ database, audit, lifetimeS, nowMs, log }: SessionsOptions): Sessions {
  const uses = createSessionUses({ database, log })
  const listeners = new Set<(ended: SessionEnded) => void>()
  const now = (): number => Math.floor(nowMs())
  const tellEnded = (ended: SessionEnded): void => {
    for (const listener of listeners) listener(ended)
  }

  const insert = async (
    write: Write,
    kind: 'session' | 'device',
    personId: string,
    lifetimeMs: number,
    userAgent: string,
  ): Promise<SecretCookie> => {
    const id = randomBytes(32).toString('base64url')
    const endsAtMs = now() + lifetimeMs
    await write
      .insertInto('sessions')
      .values({
        hash: hashOf(id),
        kind,
        id: newId('session'),
        person_id: personId,
        created_ms: now(),
        seen_ms: now(),
        ends_ms: endsAtMs,
        user_agent: userAgent.slice(0, 300),
      })
      .execute()
    return { id, endsAtMs }
  }

  const logIn = async (
    write: Write,
    gone: readonly Gone[],
    by: { actorId: string | null } | 'self',
  ): Promise<void> => {
    for (const { id, person_id: personId, ends_ms: endsMs } of gone) {
      if (endsMs <= now()) continue
      await audit.append(write, {
        kind: 'session.ended',
        actorId: by === 'self' ? personId : by.actorId,
        data: { sessionId: id },
        people: { personId },
      })
    }
  }

  const end = (which: Which): Promise<Gone[]> =>
    database.transaction().execute(async (write) => {
      const gone = await deleteIn(write, which)
      await logIn(write, gone, 'self')
      return gone
    })

  return {
    async find(cookieId) {
      const rows = await database
        .selectFrom('sessions')
        .innerJoin('people', 'people.id', 'sessions.person_id')
        .leftJoin('roles', 'roles.person_id', 'people.id')
        .leftJoin('devices', 'devices.person_id', 'people.id')
        .select([
          'sessions.id as session_id',
          'sessions.seen_ms',
          'sessions.ends_ms',
          'people.id as person_id',
          'people.login',
          'people.name',
          'roles.role',
          'roles.court_id',
          'devices.kind as device_kind',
          'devices.court_id as device_court_id',
          'devices.courtroom_id',
        ])
        .where('sessions.hash', '=', hashOf(cookieId))
        .where('sessions.kind', '=', 'session')
        .where('sessions.ends_ms', '>', now())
        .where('people.removed_ms', 'is', null)
        .execute()
      const [first] = rows
      if (first === undefined) return undefined
      if (now() - first.seen_ms >= seenStepMs) {
        const endsMs = first.device_kind === null ? null : now() + pairedLifetimeMs
        uses.note({ sessionId: first.session_id, atMs: now(), endsMs })
      }
      return {
        personId: first.person_id,
        login: first.login,
        name: first.name,
        sessionId: first.session_id,
        endsAtMs: first.ends_ms,
        device:
          first.device_kind === null || first.device_court_id === null
            ? null
            : {
                kind: deviceKind.parse(first.device_kind),
                courtId: first.device_court_id,
                courtroomId: first.courtroom_id,
              },
        grants: rows.flatMap((row) =>
          row.role === null || row.court_id === null
            ? []
            : [{ role: role.parse(row.role), courtId: row.court_id === '' ? null : row.court_id }],
        ),
      }
    },
    async isAlive(sessionId) {
      const alive = await database
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', sessionId)
        .where('kind', '=', 'session')
        .where('ends_ms', '>', now())
        .executeTakeFirst()
      return alive !== undefined
    },
    async beginIn(write, personId, by, { userAgent, deviceId, earlierId }, { secondFactor, endOthers } = {}) {
      const byPairing = by === 'pairing'
      if ((await isPaired(write, personId)) !== byPairing)
        throw new DomainError('wrong_login', 'a device comes by its pairing, and nobody else does')
      // All that could wait for another writer comes before the log, which makes the others wait.
      const gone = earlierId === undefined ? [] : await deleteIn(write, { cookieId: earlierId })
      if (endOthers === true) {
        gone.push(...(await deleteIn(write, { personId })))
        await deleteDevicesIn(write, personId)
      }
      const lifetimeMs = byPairing ? pairedLifetimeMs : lifetimeS * 1000
      const session = await insert(write, 'session', personId, lifetimeMs, userAgent)
      const known =
        byPairing || (deviceId !== undefined && (await isDevice(write, deviceId, personId, now())))
      const device = known ? null : await insert(write, 'device', personId, deviceLifetimeMs, '')
      await logIn(write, gone, 'self')
      const data = { by, ...(secondFactor === undefined ? {} : { secondFactor }) }
      await audit.append(write, { kind: 'session.began', actorId: personId, data })
      return { session, device }
    },
    async list(personId, currentSessionId) {
      const rows = await database
        .selectFrom('sessions')
        .select(['id', 'created_ms', 'seen_ms', 'ends_ms', 'user_agent'])
        .where('person_id', '=', personId)
        .where('kind', '=', 'session')
        .where('ends_ms', '>', now())
        .orderBy('seen_ms', 'desc')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        createdMs: row.created_ms,
        seenMs: row.seen_ms,
        endsMs: row.ends_ms,
        userAgent: row.user_agent,
        current: row.id === currentSessionId,
      }))
    },
    async signOut(cookieId) {
      const [gone] = await end({ cookieId })
      if (gone === undefined) return undefined
      tellEnded({ personId: gone.person_id, sessionId: gone.id })
      return gone.person_id
    },
    async end(personId, sessionId) {
      const gone = await end({ personId, sessionId })
      if (gone.length > 0) tellEnded({ personId, sessionId })
      return gone.length > 0
    },
    async endAll(personId) {
      await end({ personId })
      tellEnded({ personId, sessionId: null })
    },
    async endAllIn(write, personId, { actorId, exceptSessionId, devicesToo = false }) {
      const except = exceptSessionId === undefined ? {} : { exceptSessionId }
      const gone = await deleteIn(write, { personId, ...except })
      if (devicesToo) await deleteDevicesIn(write, personId)
      await logIn(write, gone, { actorId })
    },
    tellEnded,
    knowsDevice: (deviceId, personId) => isDevice(database, deviceId, personId, now()),
    onEnded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    usesWritten: () => uses.written(),
  }
}
