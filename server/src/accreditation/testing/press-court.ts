import pino from 'pino'
import { createRights } from '../../access/rights-of-store.ts'
import { createRightsChanges } from '../../access/rights-changes.ts'
import type { SignedIn } from '../../access/rights.ts'
import { createAuditLog } from '../../audit/audit-log.ts'
import type { Letter } from '../../mail/mailer.ts'
import type { Audience } from '../../protocol/api.ts'
import type { HearingState } from '../../protocol/hearing-state.ts'
import type { RoleGrant } from '../../protocol/identifiers.ts'
import type { Engine } from '../../store/open-store.ts'
import { openTestStore } from '../../store/testing/stores.ts'
import { createAccreditationParts } from '../accreditation-parts.ts'

export const nowMs = 1_790_000_000_000
export const dayMs = 86_400_000

/** The real parts of accreditation on a new store with two courts, a courtroom and a press officer in each. */
export async function openPressCourt(engine: Engine = 'sqlite', { mails = false } = {}) {
  const store = await openTestStore(engine)
  const { database } = store
  const clock = { nowMs }
  const log = pino({ level: 'silent' })
  const audit = createAuditLog(() => clock.nowMs)
  const rightsChanges = createRightsChanges()
  const seen: { changes: number; ejected: string[]; letters: Letter[] } = {
    changes: 0,
    ejected: [],
    letters: [],
  }
  let auditedUpTo = 0
  rightsChanges.onChanged(() => {
    seen.changes += 1
  })
  const send = (letter: Letter): Promise<boolean> => {
    seen.letters.push(letter)
    return Promise.resolve(true)
  }
  const rights = createRights({ database, nowMs: () => clock.nowMs })
  const parts = createAccreditationParts({
    database,
    audit,
    rights,
    rightsChanges,
    mailer: mails ? { send } : null,
    ejected: (hearingId, personId, reason) => {
      seen.ejected.push(`${hearingId} ${personId} ${reason} ${seen.changes}`)
    },
    nowMs: () => clock.nowMs,
    log,
  })

  const person = async (id: string, grants: RoleGrant[], particulars: Record<string, string> = {}) => {
    await database
      .insertInto('people')
      .values({
        id,
        login: id,
        name: `${id} of the tests`,
        email: null,
        language: 'en',
        outlet_id: null,
        card_number: null,
        password_hash: null,
        totp_secret: null,
        totp_last_step: null,
        calendar_hash: null,
        created_ms: nowMs,
        removed_ms: null,
        ...particulars,
      })
      .execute()
    for (const { role, courtId } of grants)
      await database
        .insertInto('roles')
        .values({ person_id: id, role, court_id: courtId ?? '' })
        .execute()
    const signedIn: SignedIn = {
      personId: id,
      login: id,
      name: id,
      grants,
      sessionId: 'of the tests',
      endsAtMs: 4e12,
      device: null,
    }
    return signedIn
  }

  const hearing = async (
    id: string,
    audience: Audience = 'accredited',
    planned: { courtId?: string; poolId?: string; state?: HearingState; startMs?: number } = {},
  ): Promise<string> => {
    const { courtId = 'court-1', poolId = null, state = 'live', startMs = nowMs } = planned
    await database
      .insertInto('hearings')
      .values({
        id,
        court_id: courtId,
        courtroom_id: `${courtId}-room`,
        case_number: `2-${id}`,
        title: `Hearing ${id}`,
        judge: 'A. Judge',
        planned_start_ms: startMs,
        planned_end_ms: null,
        languages: '[]',
        audience,
        pool_id: poolId,
        notes: JSON.stringify({ kk: 'ескерту', ru: 'заметка', en: 'a note' }),
        watermark: 1,
        closed_recording: 'stop',
        state,
        version: 1,
        since_ms: nowMs,
        ground_id: null,
      })
      .execute()
    return id
  }

  for (const id of ['court-1', 'court-2']) {
    const names = JSON.stringify({ kk: `Сот ${id}`, ru: `Суд ${id}`, en: `Court ${id}` })
    await database
      .insertInto('courts')
      .values({ id, name: id, names, contact: '', seal_recipient: null })
      .execute()
    await database
      .insertInto('courtrooms')
      .values({ id: `${id}-room`, court_id: id, name: 'Room 1', source: '{}', position: 1 })
      .execute()
    await person(`officer-of-${id}`, [{ role: 'press_officer', courtId: id }])
  }

  return {
    store,
    database,
    engine,
    clock,
    log,
    rights,
    seen,
    ...parts,
    person,
    journalist: (id: string, particulars: Record<string, string> = {}) =>
      person(id, [{ role: 'journalist', courtId: 'court-1' }], particulars),
    hearing,
    /** The kinds of audit entries since the last time. */
    async audited(): Promise<string[]> {
      const rows = await database.selectFrom('audit_entries').select(['seq', 'kind']).orderBy('seq').execute()
      const fresh = rows.filter(({ seq }) => seq > auditedUpTo)
      auditedUpTo = rows.at(-1)?.seq ?? 0
      return fresh.map(({ kind }) => kind)
    },
  }
}

export type PressCourt = Awaited<ReturnType<typeof openPressCourt>>

/** The code of the DomainError that work ends in, or `done`. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
