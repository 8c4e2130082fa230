import { newId } from './access/new-id.ts'
import type { AuditLog } from './audit/audit-log.ts'
import { SettingsError } from './config.ts'
import type { CourtFile } from './court-file.ts'
import { isNotOver } from './hearings/hearings.ts'
import { openSource } from './hearings/stored-source.ts'
import type { Database, Write } from './store/open-store.ts'

export interface CourtImportOptions {
  database: Database
  audit: AuditLog
  /** The installation's, to see that cameras' logins open here. */
  sealingKey: Buffer
  nowMs: () => number
}

/**
 * Writes a court file into the store, in one transaction: what is not there yet is made, what is there takes the file's
 * words. How a hearing stands is not touched, nor that a courtroom is retired. Throws `SettingsError` where a login was sealed by another
 * installation, or something is planned in a retired courtroom.
 */
export async function importCourt(court: CourtFile, options: CourtImportOptions): Promise<void> {
  for (const { id, source } of court.courtrooms) {
    try {
      openSource(source, options.sealingKey)
    } catch {
      throw new SettingsError([
        `courtroom ${id}: its credentials were sealed by another installation: seal them again here with \`npm run seal-secret\`.`,
      ])
    }
  }
  await options.database.transaction().execute(async (write) => {
    await writeCourt(write, court, options.nowMs())
    for (const account of court.accounts) await writeAccount(write, court.id, account, options.nowMs())
    await options.audit.append(write, {
      kind: 'court.imported',
      courtId: court.id,
      actorId: null,
      data: {
        courtrooms: court.courtrooms.map(({ id }) => id),
        hearings: court.hearings.map(({ id }) => id),
        accounts: court.accounts.length,
      },
    })
  })
}

async function writeCourt(write: Write, court: CourtFile, nowMs: number): Promise<void> {
  const names = court.names ?? { kk: court.court, ru: court.court, en: court.court }
  const facts = {
    name: court.court,
    names: JSON.stringify(names),
    contact: court.contact,
    seal_recipient: court.sealRecipient ?? null,
  }
  await write
    .insertInto('courts')
    .values({ id: court.id, ...facts })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
    .execute()
  for (const [position, { id, words, shown }] of court.grounds.entries()) {
    const ground = { court_id: court.id, words: JSON.stringify(words), shown: shown ? 1 : 0, position }
    await write
      .insertInto('grounds')
      .values({ id, ...ground })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(ground))
      .execute()
  }
  for (const [position, { id, name, source }] of court.courtrooms.entries()) {
    const room = { court_id: court.id, name, source: JSON.stringify(source), position }
    await write
      .insertInto('courtrooms')
      .values({ id, ...room })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(room))
      .execute()
  }
  for (const hearing of court.hearings) await writeHearing(write, court.id, hearing, nowMs)
  await checkNotRetired(write, court.id)
  if (court.undertaking !== undefined) await writeUndertaking(write, court.id, court.undertaking, nowMs)
}

/** What was held in a retired courtroom may stand in the file; nothing is planned there. */
async function checkNotRetired(write: Write, courtId: string): Promise<void> {
  const planned = await write
    .selectFrom('hearings')
    .innerJoin('courtrooms', 'courtrooms.id', 'hearings.courtroom_id')
    .select(['hearings.id', 'hearings.courtroom_id'])
    .where('hearings.court_id', '=', courtId)
    .where(isNotOver)
    .where('courtrooms.retired_ms', 'is not', null)
    .orderBy('hearings.id')
    .execute()
  if (planned.length > 0)
    throw new SettingsError(
      planned.map(
        ({ id, courtroom_id }) =>
          `hearing ${id}: its courtroom ${courtroom_id} is retired: name another one, or bring it back at /courts/${courtId}.`,
      ),
    )
}

async function writeHearing(
  write: Write,
  courtId: string,
  hearing: CourtFile['hearings'][number],
  nowMs: number,
): Promise<void> {
  const facts = {
    courtroom_id: hearing.courtroomId,
    case_number: hearing.caseNumber,
    title: hearing.title,
    judge: hearing.judge,
    planned_start_ms: hearing.plannedStart === undefined ? null : Date.parse(hearing.plannedStart),
    closed_recording: hearing.closedRecording,
    watermark: hearing.watermark ? 1 : 0,
  }
  await write
    .insertInto('hearings')
    .values({
      id: hearing.id,
      court_id: courtId,
      ...facts,
      planned_end_ms: null,
      languages: '[]',
      audience: 'accredited',
      pool_id: null,
      notes: JSON.stringify({ kk: '', ru: '', en: '' }),
      state: 'scheduled',
      version: 0,
      since_ms: Math.floor(nowMs),
      ground_id: null,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
    .execute()
}

async function writeUndertaking(
  write: Write,
  courtId: string,
  words: NonNullable<CourtFile['undertaking']>,
  nowMs: number,
): Promise<void> {
  const last = await write
    .selectFrom('undertakings')
    .selectAll()
    .where('court_id', '=', courtId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  const spelt = JSON.stringify(words)
  if (last?.words === spelt) return
  await write
    .insertInto('undertakings')
    .values({
      court_id: courtId,
      version: (last?.version ?? 0) + 1,
      words: spelt,
      since_ms: Math.floor(nowMs),
    })
    .execute()
}

async function writeAccount(
  write: Write,
  courtId: string,
  account: CourtFile['accounts'][number],
  nowMs: number,
): Promise<void> {
  const login = account.login.toLowerCase()
  const known = await write.selectFrom('people').select('id').where('login', '=', login).executeTakeFirst()
  const personId = known?.id ?? newId('person')
  const facts = {
    name: account.name ?? account.login,
    language: account.language,
    password_hash: account.passwordHash,
    removed_ms: null,
  }
  if (known === undefined) {
    await write
      .insertInto('people')
      .values({
        id: personId,
        login,
        ...facts,
        email: null,
        outlet_id: null,
        card_number: null,
        totp_secret: null,
        totp_last_step: null,
        calendar_hash: null,
        created_ms: Math.floor(nowMs),
      })
      .execute()
  } else {
    await write.updateTable('people').set(facts).where('id', '=', personId).execute()
  }
  for (const role of account.roles) {
    await write
      .insertInto('roles')
      .values({ person_id: personId, role, court_id: courtId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  for (const hearingId of account.accreditations) await accredit(write, courtId, personId, hearingId, nowMs)
}

async function accredit(
  write: Write,
  courtId: string,
  personId: string,
  hearingId: string,
  nowMs: number,
): Promise<void> {
  const there = await write
    .selectFrom('accreditations')
    .select('id')
    .where('person_id', '=', personId)
    .where('hearing_id', '=', hearingId)
    .where('state', '=', 'granted')
    .executeTakeFirst()
  if (there !== undefined) return
  const atMs = Math.floor(nowMs)
  await write
    .insertInto('accreditations')
    .values({
      id: newId('accreditation'),
      court_id: courtId,
      person_id: personId,
      pool_id: null,
      hearing_id: hearingId,
      from_ms: null,
      until_ms: null,
      state: 'granted',
      reason: '',
      card_number: '',
      asked_ms: atMs,
      decided_by: null,
      decided_ms: atMs,
      decision_reason: '',
    })
    .execute()
}
