import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import { openAttendanceRig, type AttendanceRig, type AttendanceRigOptions } from './testing/attendance-rig.ts'
import { admissionOf, attend, plays } from './testing/attending-people.ts'

const log = pino({ level: 'silent' })
const hearingId = 'hearing'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function start(options: Partial<AttendanceRigOptions> = {}): Promise<AttendanceRig> {
  const rig = await openAttendanceRig({ hearingId, log, ...options })
  stops.push(() => rig.stop())
  return rig
}

const viewOf = async (rig: AttendanceRig) => (await rig.attendance.view(hearingId)).attendance

describe.each(testEngines())('attendance on %s', (engine) => {
  it('answers how the hearing stands, and what to write over the picture', async () => {
    const rig = await start({ engine })
    await rig.addPerson('p1', 'Aigerim', 'The Steppe')
    const { answer } = await attend(rig, 'p1')
    expect(answer).toEqual({
      standing: rig.standing(),
      watermark: { name: 'Aigerim', outlet: 'The Steppe' },
    })
    expect((await viewOf(rig)).viewers).toMatchObject([
      { viewingId: 'viewing-of-p1', personId: 'p1', name: 'Aigerim', outlet: 'The Steppe', path: 'none' },
    ])
  })

  it('cuts everyone first, then tells them, and counts who went dark, also after a restart', async () => {
    const rig = await start({ engine })
    await rig.addPerson('p1', 'Aigerim')
    await rig.addPerson('p2', 'Bolat')
    await rig.addPerson('p3', 'Camila')
    const webRtc = await attend(rig, 'p1')
    webRtc.attending.mediaBegan()
    const hls = await attend(rig, 'p2')
    hls.attending.report({ ...plays, path: 'hls' })
    const idle = await attend(rig, 'p3')

    const closed = await rig.order('closed')
    for (const { seen } of [webRtc, hls, idle]) expect(seen).toEqual(['cut', closed])
    const { receipts } = await viewOf(rig)
    expect(receipts).toEqual({
      version: closed.version,
      orderedMs: closed.sinceMs,
      of: 2,
      dark: 0,
      slowestMs: null,
      silent: ['Aigerim', 'Bolat'],
    })
    webRtc.attending.dark({ version: closed.version - 1, afterMs: 0 })
    idle.attending.dark({ version: closed.version, afterMs: 0 })
    expect((await viewOf(rig)).receipts?.dark).toBe(0)
    webRtc.attending.dark({ version: closed.version, afterMs: 0 })
    expect((await viewOf(rig)).receipts).toMatchObject({ of: 2, dark: 1, silent: ['Bolat'] })
    // A second answer changes nothing.
    webRtc.attending.dark({ version: closed.version, afterMs: 0 })
    hls.attending.dark({ version: closed.version, afterMs: 0 })
    const all = await viewOf(rig)
    expect(all.receipts).toMatchObject({ of: 2, dark: 2, silent: [] })

    await rig.attendance.stop()
    const rows = await rig.store.database.selectFrom('receipts').selectAll().orderBy('viewer_id').execute()
    expect(rows).toMatchObject([
      { version: closed.version, viewer_id: 'p1', path: 'webrtc', dark_after_ms: expect.any(Number) },
      { version: closed.version, viewer_id: 'p2', path: 'hls', dark_after_ms: expect.any(Number) },
    ])
    const entries = await rig.auditEntries()
    expect(entries.map(({ kind }) => kind)).toEqual([
      'watch.began',
      'watch.began',
      'watch.ended',
      'watch.ended',
      'hearing.dark',
    ])
    expect(entries.at(-1)?.data).toMatchObject({ version: closed.version, of: 2, dark: 2, silent: [] })
    const again = rig.restarted()
    stops.push(() => again.stop())
    expect((await again.view(hearingId)).attendance.receipts).toEqual(all.receipts)
  })

  it('puts out whoever was ejected, and says why and whom to write to', async () => {
    const rig = await start({ engine })
    await rig.addPerson('p1', 'Aigerim')
    const { seen, attending } = await attend(rig, 'p1')
    const other = await attend(rig, 'p2')
    await rig.store.database
      .insertInto('ejections')
      .values({
        hearing_id: hearingId,
        person_id: 'p1',
        reason: 'undertaking_broken',
        ejected_ms: 0,
        ejected_by: 'p2',
      })
      .execute()
    rig.rights = (subjectId) => (subjectId === 'p1' ? null : 'journalist')
    rig.rightsChanges.changed()
    await vi.waitFor(() =>
      expect(seen).toEqual([
        { why: 'ejected', reason: 'undertaking_broken', contact: 'press@court.example' },
      ]),
    )
    expect(attending.isOver).toBe(true)
    expect(other.seen).toEqual([])
    expect((await viewOf(rig)).viewers.map(({ personId }) => personId)).toEqual(['p2'])
  })
})

describe('a right that is lost', () => {
  it('ends every viewing of it, and its tokens', async () => {
    const rig = await start()
    const { seen } = await attend(rig, 'p1')
    rig.rights = () => null
    rig.rightsChanges.changed()
    await vi.waitFor(() =>
      expect(seen).toEqual([{ why: 'revoked', reason: null, contact: 'press@court.example' }]),
    )
    rig.rights = () => 'journalist'
    await expect(attend(rig, 'p1')).rejects.toMatchObject({ code: 'refused' })
    for (const path of ['attend', 'webrtc', 'hls_playlist', 'hls_segment'] as const)
      expect(rig.bars.isBarred('token-of-p1', path)).toBe(true)
  })

  it('is noticed by whoever comes in at that moment', async () => {
    const rig = await start()
    rig.rights = () => null
    await expect(attend(rig, 'p1')).rejects.toMatchObject({ code: 'refused' })
    expect((await viewOf(rig)).viewers).toEqual([])
  })

  it('is asked about until there is an answer', async () => {
    const rig = await start()
    const { seen } = await attend(rig, 'p1')
    let failures = 2
    rig.rights = () => {
      if (failures-- > 0) throw new Error('no store')
      return null
    }
    rig.rightsChanges.changed()
    await vi.waitFor(() => expect(seen).toMatchObject([{ why: 'revoked' }]), 5_000)
  })

  it('is lost by the sign-out of the person, on each device, and for nobody else', async () => {
    const rig = await start()
    rig.rights = () => 'clerk'
    const admission = admissionOf('p1', 'clerk')
    const one = await attend(rig, 'p1', { viewingId: 'viewing-on-the-desk', admission })
    const two = await attend(rig, 'p1', { viewingId: 'viewing-on-the-phone', admission })
    const other = await attend(rig, 'p2')
    rig.attendance.signedOut('p1', null)
    for (const { seen } of [one, two]) expect(seen).toMatchObject([{ why: 'signed_out', reason: null }])
    expect(other.seen).toEqual([])
    await expect(attend(rig, 'p1', { admission })).rejects.toMatchObject({ code: 'refused' })
  })
})

describe('one viewing a journalist', () => {
  it('is kept by a question, and can be taken over, and taken back', async () => {
    const rig = await start()
    const first = await attend(rig, 'p1', { viewingId: 'viewing-number-one' })
    await expect(attend(rig, 'p1', { viewingId: 'viewing-number-two' })).rejects.toMatchObject({
      code: 'watching_elsewhere',
    })
    expect(first.attending.isOver).toBe(false)

    const admission = { ...admissionOf('p1'), tokenId: 'another-token' }
    const second = await attend(rig, 'p1', { viewingId: 'viewing-number-two', takeOver: true, admission })
    expect(first.seen).toMatchObject([{ why: 'taken_over' }])
    expect(rig.bars.isBarred('token-of-p1', 'hls_playlist')).toBe(true)
    await expect(attend(rig, 'p1', { viewingId: 'viewing-number-one' })).rejects.toMatchObject({
      code: 'watching_elsewhere',
    })

    await attend(rig, 'p1', { viewingId: 'viewing-number-one', takeOver: true })
    expect(second.seen).toMatchObject([{ why: 'taken_over' }])
    expect(rig.bars.isBarred('token-of-p1', 'hls_playlist')).toBe(false)
    expect((await viewOf(rig)).viewers).toHaveLength(1)
  })

  it('is the same one after a reconnection', async () => {
    const rig = await start()
    const lost = await attend(rig, 'p1')
    const back = await attend(rig, 'p1')
    expect(lost.seen).toEqual(['replaced'])
    lost.attending.leave()
    expect(back.attending.isOver).toBe(false)
    expect((await viewOf(rig)).viewers).toHaveLength(1)
  })

  it('is nobody else’s', async () => {
    const rig = await start()
    const mine = await attend(rig, 'p1', { viewingId: 'viewing-number-one' })
    await expect(
      attend(rig, 'p2', { viewingId: 'viewing-number-one', takeOver: true }),
    ).rejects.toMatchObject({ code: 'refused' })
    expect(mine.attending.isOver).toBe(false)
  })

  it('is not asked of staff, nor of another hearing’s connection', async () => {
    const rig = await start()
    rig.rights = () => 'clerk'
    const admission = admissionOf('p1', 'clerk')
    await attend(rig, 'p1', { viewingId: 'viewing-number-one', admission })
    await attend(rig, 'p1', { viewingId: 'viewing-number-two', admission })
    expect((await viewOf(rig)).viewers).toHaveLength(2)
  })
})
