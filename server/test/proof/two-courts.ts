import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashPassword } from '../../src/access/passwords.ts'
import { hearingStates, type HearingState } from '../../src/protocol/hearing-state.ts'
import { roles, type Role } from '../../src/protocol/identifiers.ts'
import { deviceKind, type DeviceKind } from '../../src/protocol/screens.ts'
import { openStore, type Write } from '../../src/store/open-store.ts'

/** Somebody who asks: a role in one of the two courts or in both, or nobody. */
export interface Asker {
  name: string
  role: Role | null
  /** `a` is the court that is asked about; `all`: the role in all courts. */
  court: 'a' | 'b' | 'all' | null
  /** Of a journalist: to every hearing of court a. */
  accredited: boolean
  /** A paired display or bench; the bench of court a stands in the courtroom of the live hearing. */
  device: boolean
}

export const nobody: Asker = { name: 'nobody', role: null, court: null, accredited: false, device: false }

/** With the role in all courts somebody is a person, who was given what only devices should have. */
const isDevice = (role: Role, court: Asker['court']): boolean =>
  deviceKind.safeParse(role).success && court !== 'all'

export const askers: readonly Asker[] = [
  ...roles.flatMap((role) =>
    (['a', 'b', 'all'] as const).map((court) => ({
      name: `${role}-${court}`,
      role,
      court,
      accredited: false,
      device: isDevice(role, court),
    })),
  ),
  { name: 'journalist-accredited', role: 'journalist', court: 'a', accredited: true, device: false },
]

/** Of every person. */
export const password = 'a password for the proof'

/** The session cookie of a device, which signs in by its pairing and by nothing else. */
export const cookieOf = ({ name }: Pick<Asker, 'name'>): string =>
  `the secret of ${name}`.replaceAll(' ', '-')

export const hearingIn = (state: HearingState): string => `hearing-${state}`

/** In which it is heard. */
export const roomOf = (state: HearingState): string => `room-${state}`

/** What else of court a there is to name in a path. */
export const things = {
  courtId: 'court-a',
  courtroomId: 'room-scheduled',
  outletId: 'outlet-a',
  poolId: 'pool-a',
  accreditationId: 'accreditation-a',
  state: 'requested',
  screenId: 'screen-removed',
  secret: 'none',
} as const

/** Journalists of court a whom it harms nobody to remove: one for each kind of removal. */
export const disposable = [
  'person-removed',
  'journalist-removed',
  'outlet-member',
  'pool-member',
  'ejected',
] as const

export interface TwoCourts {
  dataDir: string
  remove(): Promise<void>
}

/** A data folder with two courts: in court a, a hearing in each state. People's ids are their names. */
export async function installTwoCourts(): Promise<TwoCourts> {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-proof-'))
  const store = await openStore({ sqliteFile: join(dataDir, 'press-gallery.sqlite') })
  const passwordHash = await hashPassword(password)
  await store.database.transaction().execute(async (write) => {
    const names = JSON.stringify({ kk: 'A', ru: 'A', en: 'A' })
    for (const id of ['court-a', 'court-b'])
      await write
        .insertInto('courts')
        .values({ id, name: id, names, contact: '', seal_recipient: null })
        .execute()
    for (const [position, state] of hearingStates.entries()) await writeHearing(write, state, position)
    await write
      .insertInto('courtrooms')
      .values(courtroom('room-b', 'court-b', 0))
      .execute()
    for (const asker of askers) await writePerson(write, asker, passwordHash)
    await writeThings(write)
    for (const { name, role, court, device } of askers)
      if (device) await writeDevice(write, name, deviceKind.parse(role), `court-${court}`)
    await insertPerson(write, things.screenId, null)
    await writeDevice(write, things.screenId, 'screen', 'court-a')
  })
  await store.close()
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }) }
}

const courtroom = (id: string, courtId: string, position: number) => ({
  id,
  court_id: courtId,
  name: id,
  // Nothing listens there.
  source: JSON.stringify({ kind: 'rtsp', url: 'rtsp://127.0.0.1:9/off', transport: 'auto' }),
  position,
})

async function writeHearing(write: Write, state: HearingState, position: number): Promise<void> {
  const room = roomOf(state)
  await write
    .insertInto('courtrooms')
    .values(courtroom(room, 'court-a', position))
    .execute()
  await write
    .insertInto('hearings')
    .values({
      id: hearingIn(state),
      court_id: 'court-a',
      courtroom_id: room,
      case_number: '1',
      title: state,
      judge: '',
      planned_start_ms: null,
      planned_end_ms: null,
      languages: '[]',
      audience: 'accredited',
      pool_id: null,
      notes: JSON.stringify({ kk: '', ru: '', en: '' }),
      watermark: 1,
      closed_recording: 'stop',
      state,
      version: 1,
      since_ms: Date.now(),
      ground_id: null,
    })
    .execute()
}

async function writePerson(
  write: Write,
  { name, role, court, accredited, device }: Asker,
  hash: string,
): Promise<void> {
  await insertPerson(write, name, device ? null : hash)
  const courtId = court === 'all' ? '' : `court-${court}`
  await write
    .insertInto('roles')
    .values({ person_id: name, role: role ?? '', court_id: courtId })
    .execute()
  if (!accredited) return
  for (const state of hearingStates)
    await insertAccreditation(write, `${name}-${state}`, { person_id: name, hearing_id: hearingIn(state) })
}

async function writeDevice(write: Write, name: string, kind: DeviceKind, courtId: string): Promise<void> {
  const room = courtId === 'court-a' ? 'room-live' : 'room-b'
  await write
    .insertInto('devices')
    .values({
      person_id: name,
      court_id: courtId,
      kind,
      courtroom_id: kind === 'bench' ? room : null,
      settings: JSON.stringify({
        layout: 'grid',
        hearingIds: [],
        soundFrom: null,
        language: 'kk',
        volume: 1,
      }),
      paired_ms: 0,
      paired_by: 'x',
      seen_ms: 0,
    })
    .execute()
  await write
    .insertInto('sessions')
    .values({
      hash: createHash('sha256').update(cookieOf({ name })).digest(),
      kind: 'session',
      id: `session-of-${name}`,
      person_id: name,
      created_ms: 0,
      seen_ms: 0,
      ends_ms: Date.now() + 3_600_000,
      user_agent: '',
    })
    .execute()
}

async function insertPerson(write: Write, name: string, hash: string | null): Promise<void> {
  await write
    .insertInto('people')
    .values({
      id: name,
      login: name,
      name,
      email: null,
      language: 'en',
      outlet_id: name === 'outlet-member' ? things.outletId : null,
      card_number: null,
      password_hash: hash,
      totp_secret: null,
      totp_last_step: null,
      calendar_hash: null,
      created_ms: 0,
      removed_ms: null,
    })
    .execute()
}

async function insertAccreditation(
  write: Write,
  id: string,
  { person_id, hearing_id }: { person_id: string; hearing_id: string },
): Promise<void> {
  await write
    .insertInto('accreditations')
    .values({
      id,
      court_id: 'court-a',
      person_id,
      pool_id: null,
      hearing_id,
      from_ms: null,
      until_ms: null,
      state: 'granted',
      reason: '',
      card_number: '',
      asked_ms: 0,
      decided_by: null,
      decided_ms: 0,
      decision_reason: '',
    })
    .execute()
}

async function writeThings(write: Write): Promise<void> {
  await write
    .insertInto('outlets')
    .values({ id: things.outletId, court_id: 'court-a', name: 'Outlet' })
    .execute()
  await write.insertInto('pools').values({ id: things.poolId, court_id: 'court-a', name: 'Pool' }).execute()
  for (const name of disposable) {
    await insertPerson(write, name, null)
    await write
      .insertInto('roles')
      .values({ person_id: name, role: 'journalist', court_id: 'court-a' })
      .execute()
  }
  await write
    .insertInto('pool_members')
    .values({ pool_id: things.poolId, person_id: 'pool-member' })
    .execute()
  for (const state of hearingStates)
    await write
      .insertInto('ejections')
      .values({
        hearing_id: hearingIn(state),
        person_id: 'ejected',
        reason: 'technical',
        ejected_ms: 0,
        ejected_by: 'x',
      })
      .execute()
  await insertAccreditation(write, things.accreditationId, {
    person_id: 'outlet-member',
    hearing_id: hearingIn('live'),
  })
}
