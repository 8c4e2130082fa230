import { join } from 'node:path'
import type { Logger } from 'pino'
import { sealingKey } from '../access/sealed-secret.ts'
import { createTokenBars } from '../access/token-bars.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Config } from '../config.ts'
import { createAttendance } from '../hearings/attendance.ts'
import { createCourtRemovals } from '../hearings/court-removals.ts'
import { createCourts, type Court } from '../hearings/courts.ts'
import { createDesk } from '../hearings/desk.ts'
import { createExplanations } from '../hearings/explanations.ts'
import { createFollowCourtroom } from '../hearings/follow-courtroom.ts'
import { createHearings } from '../hearings/hearings.ts'
import { createOnAir } from '../hearings/on-air.ts'
import { createOrders } from '../hearings/orders.ts'
import { createPressList } from '../hearings/press-list.ts'
import { createPreviews } from '../hearings/previews.ts'
import { createRetirements } from '../hearings/retirements.ts'
import { createSchedule } from '../hearings/schedule.ts'
import { createSourceTests } from '../hearings/source-tests.ts'
import { standingOf } from '../hearings/standings.ts'
import { openSource } from '../hearings/stored-source.ts'
import { openUnwrittenClosings } from '../hearings/unwritten-closings.ts'
import { createWall } from '../hearings/wall.ts'
import { createSystemClock } from '../ingest/clock.ts'
import type { Owner } from '../owner.ts'
import { sources, transcoders } from '../source-kinds.ts'
import type { Database } from '../store/open-store.ts'
import type { MediaParts } from './media.ts'
import type { PeopleAndRights } from './people.ts'

export interface HearingsOptions {
  config: Config
  database: Database
  audit: AuditLog
  media: MediaParts
  people: PeopleAndRights
  nowMs: () => number
  log: Logger
  owner: Owner
}

export type HearingParts = Awaited<ReturnType<typeof startHearings>>

/** Courts and their hearings; takes up again what was under way, in the state that it was in. */
export async function startHearings(options: HearingsOptions) {
  const { config, database, audit, media, people, nowMs, log, owner } = options
  const { sfu, courtrooms, recordings } = media
  const courts = createCourts(database, audit)
  const hearings = createHearings(database)
  const sealRecipients = new Map((await courts.list()).map((court) => [court.id, court.sealRecipient]))
  const explanations = createExplanations({ database, audit, nowMs })
  const feedStatus = (courtroomId: string) => courtrooms.feed(courtroomId)?.status
  const recordingState = (hearingId: string) => recordings.state(hearingId)

  const bars = createTokenBars(nowMs)
  const attendance = createAttendance({
    database,
    audit,
    rights: people.rights,
    rightsChanges: people.rightsChanges,
    bars,
    standingOf: async (hearingId) => {
      const hearing = await hearings.find(hearingId)
      return hearing === undefined ? null : standingOf(hearing, courts)
    },
    soundPublished: (hearingId) => {
      const feed = feedStatus(onAir.courtroomOf(hearingId) ?? '')
      return feed?.state === 'live' && feed.audio !== null
    },
    nowMs,
    log,
  })
  owner.owns('attendance', () => attendance.stop())

  const onAir = createOnAir({
    setOnAir(courtroomId, on) {
      sfu.setOnAir(courtroomId, on)
      if (!on) previews.end(courtroomId)
    },
    letPreview: (courtroomId) => sfu.letPreview(courtroomId),
    record: ({ hearingId, courtroomId, courtId, mode }) =>
      recordings.apply({ hearingId, courtroomId, mode, sealRecipient: sealRecipients.get(courtId) ?? null }),
    tell: (hearingId, standing) => attendance.tell(hearingId, standing),
    log,
  })
  const previews = createPreviews({
    database,
    audit,
    feed: (courtroomId) => courtrooms.feed(courtroomId),
    onAir: { stateIn: (courtroomId) => onAir.stateIn(courtroomId) },
    nowMs,
    log,
  })
  owner.owns('previews', () => previews.stop())
  const sourceTests = createSourceTests({
    database,
    audit,
    courts,
    onAir,
    sealingKey: () => sealingKey(config.dataDir),
    sources,
    transcode: transcoders,
    clock: createSystemClock(),
    log,
  })
  owner.owns('tests of sources', () => sourceTests.stop())
  const unwritten = openUnwrittenClosings(join(config.dataDir, 'unwritten-closings.json'), log)
  const orders = createOrders({ database, audit, courts, onAir, unwritten, nowMs, log })
  owner.owns('orders', () => orders.stop())
  const schedule = createSchedule({
    database,
    audit,
    nowMs,
    rightsChanged: () => people.rightsChanges.changed(),
  })

  const followCourtroom = createFollowCourtroom({
    courts,
    courtrooms,
    sourceOf: (stored) => openSource(stored, sealingKey(config.dataDir)),
    onOpened: (courtroomId) => onAir.opened(courtroomId),
    onClosing: (courtroomId) => previews.end(courtroomId),
  })
  await orders.takeUp()
  for (const { id } of await courts.courtrooms()) await followCourtroom(id)
  for (const hearing of await hearings.underWay()) onAir.apply(hearing, await standingOf(hearing, courts))

  return {
    courts,
    hearings,
    attendance,
    bars,
    onAir,
    orders,
    previews,
    sourceTests,
    schedule,
    wall: createWall({ hearings, courts, attendance, nowMs }),
    explanations,
    pressList: createPressList({
      hearings,
      courts,
      listed: people.listed,
      explanations,
      feedStatus,
      recordingState,
      nowMs,
    }),
    followCourtroom,
    courtRemovals: createCourtRemovals(database, audit),
    retirements: createRetirements({ database, audit, nowMs }),
    /** The next closed session is encrypted to the court's key as it is now. */
    courtChanged: ({ id, sealRecipient }: Pick<Court, 'id' | 'sealRecipient'>) =>
      void sealRecipients.set(id, sealRecipient),
    feedStatus,
    recordingState,
    desk: createDesk({
      database,
      courts,
      hearings,
      schedule,
      feedStatus,
      recordingState,
      nowMs,
    }),
  }
}
