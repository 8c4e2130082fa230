import { warmFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { pino } from 'pino'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startCamera } from '../../../infra/camera/start-camera.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { createSystemClock } from '../ingest/clock.ts'
import { createFeed } from '../ingest/create-feed.ts'
import type { HearingState } from '../protocol/hearing-state.ts'
import { publisherRtp } from '../sfu/publisher-rtp.ts'
import { observeViewers } from '../sfu/testing/observed-viewers.ts'
import { sfuRig } from '../sfu/testing/sfu-rig.ts'
import { sources, transcoders } from '../source-kinds.ts'
import { openTestStore } from '../store/testing/stores.ts'
import { createCourtrooms } from './courtrooms.ts'
import { createPreviews } from './previews.ts'

const log = pino({ level: 'silent' })
const rig = sfuRig(log)
beforeAll(warmFfmpeg)
afterEach(() => rig.end())

const patience = { timeout: 30_000, interval: 100 }

async function start() {
  const store = await openTestStore()
  rig.owns(() => store.end())
  const { database } = store
  const observed = observeViewers()
  rig.owns(async () => observed.stop())
  const sfu = await rig.start()
  const courtrooms = createCourtrooms({
    createFeed: ({ id, source }) =>
      createFeed({
        courtroomId: id,
        source,
        publisherRtp,
        sources,
        transcode: transcoders,
        clock: createSystemClock(),
        log,
      }),
    sfu,
    log,
  })
  rig.owns(() => courtrooms.stop())
  let state: HearingState | null = null
  const previews = createPreviews({
    database,
    audit: createAuditLog(Date.now),
    feed: (courtroomId) => courtrooms.feed(courtroomId),
    onAir: { stateIn: () => state },
    nowMs: Date.now,
    log,
  })
  rig.owns(() => previews.stop())
  const technician = { personId: 'technician', mayWatch: true }
  const look = (seenMs: number | null = null, who = technician) =>
    previews.look({ courtroomId: 'room', courtId: 'court', seenMs, ...who })
  return {
    observed,
    sfu,
    courtrooms,
    previews,
    database,
    look,
    setState: (next: HearingState | null) => (state = next),
  }
}

it('shows a courtroom before its hearing, and nothing of it from the moment that nothing may leave', async () => {
  const { courtrooms, previews, database, look, setState } = await start()
  await courtrooms.open({ id: 'room', source: { kind: 'test' } })
  const answer = await vi.waitFor(async () => {
    const now = await look()
    expect(now.picture).not.toBeNull()
    // The test courtroom speaks.
    expect(Math.max(...(now.sound?.peaksDb ?? []))).toBeGreaterThan(-50)
    return now
  }, patience)
  const jpeg = Buffer.from(answer.picture?.jpeg ?? '', 'base64')
  expect(jpeg.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
  expect(answer.withheld).toBeNull()
  // What is there already is not sent again; another picture comes by itself.
  const taken = answer.picture?.takenMs ?? 0
  await vi.waitFor(async () => expect((await look(taken)).picture?.takenMs).toBeGreaterThan(taken), patience)

  const dark = { withheld: 'closed', picture: null, sound: null }
  setState('closed')
  expect(await look()).toMatchObject(dark)
  setState('recess')
  expect(await look()).toMatchObject({ ...dark, withheld: 'recess' })
  setState('live')
  // Nothing was kept from before.
  expect(await look()).toMatchObject({ withheld: null, picture: null, sound: null })
  await vi.waitFor(async () => expect((await look()).picture).not.toBeNull(), patience)
  // Whoever may not watch the hearing sees nothing of it, writes nothing in the log, and takes nothing from those who may.
  const administrator = { personId: 'administrator', mayWatch: false }
  expect(await look(null, administrator)).toMatchObject({ ...dark, withheld: 'live' })
  expect((await look()).picture).not.toBeNull()
  previews.end('room')
  expect((await look()).picture).toBeNull()
  const opened = await database
    .selectFrom('audit_entries')
    .select('kind')
    .where('kind', '=', 'preview.opened')
    .execute()
  expect(opened).toHaveLength(1)
})

it('swaps the source of a hearing that is on the air, and its viewers keep their consumers', async () => {
  const { courtrooms, observed, sfu, look } = await start()
  const camera = await startCamera({ size: { widthPx: 640, heightPx: 360 }, bitrateKbps: 600 })
  rig.owns(() => camera.stop())
  await courtrooms.open({ id: 'room', source: { kind: 'test' } })
  sfu.setOnAir('room', true)
  await vi.waitFor(() => expect(courtrooms.feed('room')?.status.state).toBe('live'), patience)
  const ended = vi.fn<(reason: string) => void>()
  ;(await sfu.view(rig.viewer(sfu, { catchUp: false }))).onEnd(ended)
  const before = observed.consumers.map(({ id }) => id)
  expect(before).toHaveLength(2)

  await courtrooms.open({ id: 'room', source: { kind: 'rtsp', url: camera.url, transport: 'auto' } })
  await vi.waitFor(() => expect(courtrooms.feed('room')?.status).toMatchObject({ state: 'live' }), patience)
  // The new camera's media reach the SFU, by the producers that the viewer's consumers are of.
  const swappedMs = Date.now()
  await vi.waitFor(async () => expect((await look()).picture?.takenMs).toBeGreaterThan(swappedMs), patience)
  expect((await sfu.stats()).publishedBitrateBps['room']).toBeGreaterThan(0)
  expect(observed.consumers.map(({ id }) => id)).toEqual(before)
  expect(
    observed.consumers.map(({ closed, paused, producerPaused }) => [closed, paused && producerPaused]),
  ).toEqual(before.map(() => [false, false]))
  expect(ended).not.toHaveBeenCalled()
})
