import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import {
  deviceKind,
  screenSettings,
  type DeviceKind,
  type PairRequest,
  type ScreenChange,
  type ScreenSettings,
} from '../protocol/screens.ts'
import type { Database, Write } from '../store/open-store.ts'
import { newId } from './new-id.ts'
import type { Pairings } from './pairings.ts'
import type { People } from './people.ts'
import type { Browser, SecretCookie, Sessions } from './sessions.ts'

export interface Device {
  /** Of the person that it is in the store. */
  readonly id: string
  readonly courtId: string
  readonly kind: DeviceKind
  readonly name: string
  /** Of a bench. */
  readonly courtroomId: string | null
  readonly settings: ScreenSettings
  readonly pairedMs: number
  readonly seenMs: number
}

/** Displays and benches of courts, each of them a person of the store with that one role and no way in but its pairing. */
export interface Devices {
  list(courtId: string): Promise<Device[]>
  /** Undefined also for one that was removed. */
  find(deviceId: string): Promise<Device | undefined>
  /**
   * Pairs the device that shows the code. Throws `code_unknown`, `too_many_requests`, and `bad_request` for a bench without a courtroom
   * of the court, or a screen with one.
   */
  pair(courtId: string, wanted: PairRequest, byId: string): Promise<Device>
  /** A session of a paired device; undefined: it was removed meanwhile. */
  begin(deviceId: string, browser: Browser): Promise<SecretCookie | undefined>
  /** Throws `refused` for one that is not there, `bad_request` for a hearing of another court. */
  change(deviceId: string, change: ScreenChange, byId: string): Promise<Device>
  /** Gone at once, with its session. Throws `refused` for one that is not there. */
  remove(deviceId: string, byId: string): Promise<void>
  /** It was there just now: written each minute at most. */
  seen(deviceId: string): Promise<void>
  /** Its name or settings have changed. Returns the function that takes the listener away. */
  onChanged(listener: (deviceId: string) => void): () => void
}

export interface DevicesOptions {
  database: Database
  audit: AuditLog
  people: Pick<People, 'createIn' | 'removeIn' | 'tellRemoved'>
  sessions: Pick<Sessions, 'beginIn'>
  pairings: Pick<Pairings, 'use'>
  nowMs: () => number
}

const firstSettings: ScreenSettings = {
  layout: 'grid',
  hearingIds: [],
  soundFrom: null,
  language: 'kk',
  volume: 0.8,
}
const seenStepMs = 60_000

export function createDevices({
  database,
  audit,
  people,
  sessions,
  pairings,
  nowMs,
}: DevicesOptions): Devices {
  const listeners = new Set<(deviceId: string) => void>()
  const now = (): number => Math.floor(nowMs())
  const find = async (deviceId: string): Promise<Device | undefined> => {
    const row = await selectDevices(database).where('person_id', '=', deviceId).executeTakeFirst()
    return row && deviceOf(row)
  }
  const known = async (deviceId: string): Promise<Device> => {
    const device = await find(deviceId)
    if (device === undefined) throw new DomainError('refused', 'no such device')
    return device
  }

  const create = async (
    courtId: string,
    kind: DeviceKind,
    { name, courtroomId }: PairRequest,
    byId: string,
  ): Promise<Device> => {
    const id = await database.transaction().execute(async (write) => {
      await checkCourtroom(write, courtId, kind, courtroomId)
      const personId = await people.createIn(
        write,
        // No login that somebody can have, or give.
        { login: `device:${newId(kind)}`, name, language: 'kk', grants: [{ role: kind, courtId }] },
        byId,
      )
      await write
        .insertInto('devices')
        .values({
          person_id: personId,
          court_id: courtId,
          kind,
          courtroom_id: courtroomId,
          settings: JSON.stringify(firstSettings),
          paired_ms: now(),
          paired_by: byId,
          seen_ms: now(),
        })
        .execute()
      await audit.append(write, {
        kind: 'screen.paired',
        courtId,
        actorId: byId,
        data: { kind, courtroom: courtroomId },
        people: { screenId: personId },
      })
      return personId
    })
    return known(id)
  }

  return {
    async list(courtId) {
      const rows = await selectDevices(database).where('court_id', '=', courtId).execute()
      return rows.map(deviceOf)
    },
    find,
    pair: (courtId, wanted, byId) =>
      pairings.use(wanted.code, byId, (kind) => create(courtId, kind, wanted, byId)),
    async begin(deviceId, browser) {
      return database.transaction().execute(async (write) => {
        const device = await write
          .selectFrom('devices')
          .select('person_id')
          .where('person_id', '=', deviceId)
          .executeTakeFirst()
        if (device === undefined) return undefined
        return (await sessions.beginIn(write, deviceId, 'pairing', browser)).session
      })
    },
    async change(deviceId, { name, settings }, byId) {
      const { courtId } = await known(deviceId)
      await database.transaction().execute(async (write) => {
        await checkHearings(write, courtId, settings)
        if (name !== undefined)
          await write.updateTable('people').set({ name }).where('id', '=', deviceId).execute()
        if (settings !== undefined) await changeSettings(write, deviceId, settings)
        await audit.append(write, {
          kind: 'screen.changed',
          courtId,
          actorId: byId,
          data: { changed: [...(name === undefined ? [] : ['name']), ...Object.keys(settings ?? {})] },
          people: { screenId: deviceId },
        })
      })
      for (const listener of listeners) listener(deviceId)
      return known(deviceId)
    },
    async remove(deviceId, byId) {
      await database.transaction().execute(async (write) => {
        const gone = await write
          .deleteFrom('devices')
          .where('person_id', '=', deviceId)
          .returning(['court_id', 'kind'])
          .executeTakeFirst()
        if (gone === undefined) throw new DomainError('refused', 'no such device')
        await people.removeIn(write, deviceId, byId)
        await audit.append(write, {
          kind: 'screen.removed',
          courtId: gone.court_id,
          actorId: byId,
          data: { kind: gone.kind },
          people: { screenId: deviceId },
        })
      })
      people.tellRemoved(deviceId)
    },
    async seen(deviceId) {
      await database
        .updateTable('devices')
        .set({ seen_ms: now() })
        .where('person_id', '=', deviceId)
        .where('seen_ms', '<=', now() - seenStepMs)
        .execute()
    },
    onChanged(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const selectDevices = (database: Database) =>
  database
    .selectFrom('devices')
    .innerJoin('people', 'people.id', 'devices.person_id')
    .selectAll('devices')
    .select('people.name')
    .where('people.removed_ms', 'is', null)
    .orderBy('people.name')
    .orderBy('devices.person_id')

type DeviceRow = Awaited<ReturnType<ReturnType<typeof selectDevices>['executeTakeFirstOrThrow']>>

const deviceOf = (row: DeviceRow): Device => ({
  id: row.person_id,
  courtId: row.court_id,
  kind: deviceKind.parse(row.kind),
  name: row.name,
  courtroomId: row.courtroom_id,
  settings: screenSettings.parse(JSON.parse(row.settings)),
  pairedMs: row.paired_ms,
  seenMs: row.seen_ms,
})

async function changeSettings(
  write: Write,
  deviceId: string,
  change: NonNullable<ScreenChange['settings']>,
): Promise<void> {
  const { settings } = await write
    .selectFrom('devices')
    .select('settings')
    .where('person_id', '=', deviceId)
    .executeTakeFirstOrThrow()
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  const changed = { ...screenSettings.parse(JSON.parse(settings)), ...Object.fromEntries(given) }
  await write
    .updateTable('devices')
    .set({ settings: JSON.stringify(screenSettings.parse(changed)) })
    .where('person_id', '=', deviceId)
    .execute()
}

async function checkCourtroom(
  write: Write,
  courtId: string,
  kind: DeviceKind,
  courtroomId: string | null,
): Promise<void> {
  if ((kind === 'bench') !== (courtroomId !== null))
    throw new DomainError('bad_request', 'a bench stands in a courtroom, and a screen in none')
  if (courtroomId === null) return
  const room = await write
    .selectFrom('courtrooms')
    .select('retired_ms')
    .where('id', '=', courtroomId)
    .where('court_id', '=', courtId)
    .executeTakeFirst()
  if (room === undefined) throw new DomainError('bad_request', 'no such courtroom in this court')
  if (room.retired_ms !== null) throw new DomainError('courtroom_retired', 'nothing is held there any more')
}

async function checkHearings(
  write: Write,
  courtId: string,
  settings: ScreenChange['settings'],
): Promise<void> {
  const named = [...(settings?.hearingIds ?? []), settings?.soundFrom ?? null].filter((id) => id !== null)
  const ids = [...new Set(named)]
  if (ids.length === 0) return
  const found = await write
    .selectFrom('hearings')
    .select('id')
    .where('id', 'in', ids)
    .where('court_id', '=', courtId)
    .execute()
  if (found.length !== ids.length) throw new DomainError('bad_request', 'no such hearing in this court')
}
