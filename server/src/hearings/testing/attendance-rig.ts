import type { Logger } from 'pino'
import { createRightsChanges, type RightsChanges } from '../../access/rights-changes.ts'
import { createTokenBars, type TokenBars } from '../../access/token-bars.ts'
import { createAuditLog } from '../../audit/audit-log.ts'
import type { HearingState, Standing } from '../../protocol/hearing-state.ts'
import type { Role } from '../../protocol/identifiers.ts'
import type { Engine } from '../../store/open-store.ts'
import { openTestStore, type TestStore } from '../../store/testing/stores.ts'
import { createAttendance, type Attendance } from '../attendance.ts'

/** Attendance over a real store with one hearing in it; states and rights are what the test says. */
export interface AttendanceRig {
  readonly store: TestStore
  readonly attendance: Attendance
  readonly bars: TokenBars
  readonly rightsChanges: RightsChanges
  /** As which anyone may watch; null: nobody. Whoever changes it says so to `rightsChanges`. */
  rights: (subjectId: string, hearingId: string) => Role | null
  soundPublished: boolean
  standing(): Standing
  /** The next state, told to all who attend. */
  order(state: HearingState, sinceMs?: number): Promise<Standing>
  addPerson(id: string, name: string, outlet?: string): Promise<void>
  /** Kinds and data of the log, oldest first. */
  auditEntries(): Promise<{ kind: string; actor: string | null; data: unknown }[]>
  /** Attendance as another process would begin with it, over the same store. */
  restarted(): Attendance
  stop(): Promise<void>
}

export interface AttendanceRigOptions {
  hearingId: string
  log: Logger
  engine?: Engine
  state?: HearingState
  nowMs?: () => number
}

const inThree = JSON.stringify({ kk: '', ru: '', en: '' })

export async function openAttendanceRig({
  hearingId,
  log,
  engine = 'sqlite',
  state = 'live',
  nowMs = () => Date.now(),
}: AttendanceRigOptions): Promise<AttendanceRig> {
  const store = await openTestStore(engine)
  const { database } = store
  await database
    .insertInto('courts')
    .values({
      id: 'court',
      name: 'Court',
      names: inThree,
      contact: 'press@court.example',
      seal_recipient: null,
    })
    .execute()
  await database
    .insertInto('courtrooms')
    .values({ id: 'room', court_id: 'court', name: 'Room', source: '{"kind":"test"}', position: 0 })
    .execute()
  await database
    .insertInto('hearings')
    .values({
      id: hearingId,
      court_id: 'court',
      courtroom_id: 'room',
      case_number: '1',
      title: 'A hearing',
      judge: '',
      planned_start_ms: null,
      planned_end_ms: null,
      languages: '[]',
      audience: 'accredited',
      pool_id: null,
      notes: inThree,
      watermark: 1,
      closed_recording: 'stop',
      state,
      version: 1,
      since_ms: nowMs(),
      ground_id: null,
    })
    .execute()

  let standing: Standing = { state, version: 1, sinceMs: nowMs(), ground: null }
  const rightsChanges = createRightsChanges()
  const bars = createTokenBars(nowMs)
  const rig: Omit<AttendanceRig, 'attendance'> & { attendance?: Attendance } = {
    store,
    bars,
    rightsChanges,
    rights: () => 'journalist',
    soundPublished: true,
    standing: () => standing,
    async order(next, sinceMs = nowMs()) {
      const before = standing
      standing = { state: next, version: before.version + 1, sinceMs, ground: null }
      await database
        .insertInto('orders')
        .values({
          hearing_id: hearingId,
          version: standing.version,
          kind: next,
          from_state: before.state,
          to_state: next,
          by_id: 'clerk',
          by_role: 'clerk',
          ground_id: null,
          at_ms: sinceMs,
        })
        .execute()
      attendance.tell(hearingId, standing)
      return standing
    },
    async addPerson(id, name, outlet) {
      if (outlet !== undefined) {
        await database
          .insertInto('outlets')
          .values({ id: `outlet-of-${id}`, court_id: 'court', name: outlet })
          .execute()
      }
      await database
        .insertInto('people')
        .values({
          id,
          login: id,
          name,
          email: null,
          language: 'en',
          outlet_id: outlet === undefined ? null : `outlet-of-${id}`,
          card_number: null,
          password_hash: null,
          totp_secret: null,
          totp_last_step: null,
          calendar_hash: null,
          created_ms: 0,
          removed_ms: null,
        })
        .execute()
    },
    async auditEntries() {
      const rows = await database.selectFrom('audit_entries').selectAll().orderBy('seq').execute()
      return rows.map(({ kind, actor, data }) => ({ kind, actor, data: JSON.parse(data) }))
    },
    restarted: () => begin(),
    async stop() {
      await attendance.stop()
      await store.end()
    },
  }
  const begin = (): Attendance =>
    createAttendance({
      database,
      audit: createAuditLog(nowMs),
      rights: { watchingAs: async (subjectId, asked) => rig.rights(subjectId, asked) },
      rightsChanges,
      bars,
      standingOf: (asked) => Promise.resolve(asked === hearingId ? standing : null),
      soundPublished: () => rig.soundPublished,
      nowMs,
      log,
    })
  const attendance = begin()
  return Object.assign(rig, { attendance })
}
