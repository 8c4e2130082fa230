import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlayerReport } from '../protocol/attendance.ts'
import { openAttendanceRig, type AttendanceRig } from './testing/attendance-rig.ts'
import { admissionOf, attend, plays } from './testing/attending-people.ts'

const log = pino({ level: 'silent' })
const hearingId = 'hearing'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  vi.useRealTimers()
})

async function start(): Promise<AttendanceRig> {
  const rig = await openAttendanceRig({ hearingId, log })
  stops.push(() => rig.stop())
  return rig
}

const viewOf = async (rig: AttendanceRig) => (await rig.attendance.view(hearingId)).attendance

describe('time', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  })

  it('ends attendance a minute after its token, unless that is renewed', async () => {
    const rig = await start()
    const left = await attend(rig, 'p1', { admission: admissionOf('p1', 'journalist', 10_000) })
    const renewed = await attend(rig, 'p2', { admission: admissionOf('p2', 'journalist', 10_000) })
    renewed.attending.renew(admissionOf('p2'))
    expect(() => renewed.attending.renew(admissionOf('p3'))).toThrow('another viewer')
    await vi.advanceTimersByTimeAsync(69_000)
    expect(left.attending.isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1_500)
    expect(left.attending.isOver).toBe(true)
    expect(left.seen).toEqual(['expired'])
    expect(() => left.attending.renew(admissionOf('p1'))).toThrow('another viewer')
    expect(renewed.attending.isOver).toBe(false)
  })

  it('that passes without an answer is in the summary, and a later answer in its row', async () => {
    const rig = await start()
    await rig.addPerson('p1', 'Aigerim')
    const { attending } = await attend(rig, 'p1')
    attending.mediaBegan()
    const { version } = await rig.order('recess')
    await vi.advanceTimersByTimeAsync(9_000)
    const summaries = async () => (await rig.auditEntries()).filter(({ kind }) => kind === 'hearing.dark')
    expect(await summaries()).toEqual([])
    await vi.advanceTimersByTimeAsync(1_500)
    const [summary] = await summaries()
    expect(summary?.data).toMatchObject({ version, of: 1, dark: 0, slowestMs: null })
    expect(Reflect.get(Object(summary?.data), 'silent')).toHaveLength(1)
    attending.dark({ version, afterMs: 30 })
    // The first answer counts.
    attending.dark({ version, afterMs: 60 })
    await vi.advanceTimersByTimeAsync(500)
    expect(await summaries()).toHaveLength(1)
    const row = await rig.store.database.selectFrom('receipts').selectAll().executeTakeFirstOrThrow()
    expect(row.dark_after_ms).toBe(30)
  })

  it('that has passed since a hearing was over and empty lets the server forget it, and not what it can read again', async () => {
    const rig = await start()
    await rig.addPerson('p1', 'Aigerim')
    const { attending } = await attend(rig, 'p1')
    attending.mediaBegan()
    const { version } = await rig.order('ended')
    attending.dark({ version, afterMs: 30 })
    await vi.advanceTimersByTimeAsync(120_000)
    // Somebody may still sit before the slate.
    expect(rig.attendance.now(hearingId)).toMatchObject({ state: 'ended' })
    const before = await viewOf(rig)
    attending.leave()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(rig.attendance.now(hearingId)).not.toBeNull()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(rig.attendance.now(hearingId)).toBeNull()
    expect(await viewOf(rig)).toEqual({ ...before, viewers: [] })
  })

  it('of a lost sound is noticed within 5 s, told, and kept', async () => {
    const rig = await start()
    const viewers = await Promise.all(['p1', 'p2', 'p3'].map((id) => attend(rig, id)))
    for (const { attending } of viewers) attending.mediaBegan()
    const changes = vi.fn<() => void>()
    rig.attendance.onChange(changes)
    const play = async (seconds: number, report: Partial<PlayerReport>): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 2) {
        for (const { attending } of viewers) attending.report({ ...plays, ...report })
        await vi.advanceTimersByTimeAsync(2_000)
      }
    }
    await play(10, {})
    expect(await viewOf(rig)).toMatchObject({ watching: 3, seeing: 3, hearing: 3, alarm: null })
    changes.mockClear()
    await play(2, {})
    expect(changes).not.toHaveBeenCalled()

    // Nothing comes to be decoded.
    await play(4, { soundLevel: 0, soundMs: 0 })
    expect(await viewOf(rig)).toMatchObject({ seeing: 3, hearing: 0, alarm: 'nobody_hears' })
    expect(changes).toHaveBeenCalled()
    await play(8, {})
    expect(await viewOf(rig)).toMatchObject({ seeing: 3, hearing: 3, alarm: null, alarmSinceMs: null })

    // Their reports do not come at all.
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await viewOf(rig)).toMatchObject({ watching: 3, seeing: 0, hearing: 0, alarm: 'nobody_hears' })
    await rig.attendance.stop()
    const alarms = (await rig.auditEntries()).filter(({ kind }) => kind.startsWith('attendance.'))
    expect(alarms.map(({ kind, data }) => [kind, Reflect.get(Object(data), 'alarm')])).toEqual([
      ['attendance.alarm', 'nobody_hears'],
      ['attendance.alarm_over', 'nobody_hears'],
      ['attendance.alarm', 'nobody_hears'],
      ['attendance.alarm_over', 'nobody_hears'],
    ])
  })

  it('of silence is no alarm while people may keep still, and one after that', async () => {
    const rig = await start()
    const { attending } = await attend(rig, 'p1')
    attending.mediaBegan()
    const silent = async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 2) {
        attending.report({ ...plays, soundLevel: 0, soundMs: 2_000 })
        await vi.advanceTimersByTimeAsync(2_000)
      }
    }
    attending.report(plays)
    await vi.advanceTimersByTimeAsync(2_000)
    await silent(10)
    expect(await viewOf(rig)).toMatchObject({ watching: 1, hearing: 0, alarm: null })
    expect((await viewOf(rig)).viewers[0]).toMatchObject({ hears: null })
    await silent(8)
    expect(await viewOf(rig)).toMatchObject({ hearing: 0, alarm: 'nobody_hears' })
  })

  it('off the air is nobody’s fault', async () => {
    const rig = await start()
    const { attending } = await attend(rig, 'p1')
    attending.mediaBegan()
    await vi.advanceTimersByTimeAsync(6_000)
    expect(await viewOf(rig)).toMatchObject({ watching: 1, alarm: 'nobody_hears' })
    await rig.order('closed')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await viewOf(rig)).toMatchObject({ watching: 0, seeing: 0, hearing: 0, alarm: null })
    expect((await viewOf(rig)).viewers[0]).toMatchObject({ sees: null, hears: null, path: 'none' })
    await rig.order('live')
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await viewOf(rig)).toMatchObject({ watching: 1, alarm: null })
  })

  it('of a complaint is a minute, and it makes one entry', async () => {
    const rig = await start()
    const { attending } = await attend(rig, 'p1')
    for (let i = 0; i < 3; i++) attending.complain({ missing: 'sound' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await viewOf(rig)).viewers[0]).toMatchObject({ complains: 'sound' })
    expect(await viewOf(rig)).toMatchObject({ alarm: 'nobody_hears' })
    const complaints = (await rig.auditEntries()).filter(({ kind }) => kind === 'attendance.complaint')
    expect(complaints).toMatchObject([{ data: { missing: 'sound', path: 'none' } }])
    await vi.advanceTimersByTimeAsync(60_000)
    expect((await viewOf(rig)).viewers[0]).toMatchObject({ complains: null })
  })
})
