import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Admission } from '../access/gate.ts'
import type { Role } from '../protocol/identifiers.ts'
import { testEngines } from '../store/testing/stores.ts'
import { openAttendanceRig, type AttendanceRig, type AttendanceRigOptions } from './testing/attendance-rig.ts'
import { admissionOf, attend, plays } from './testing/attending-people.ts'

const log = pino({ level: 'silent' })
const hearingId = 'hearing'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  vi.useRealTimers()
})

async function start(options: Partial<AttendanceRigOptions> = {}): Promise<AttendanceRig> {
  const rig = await openAttendanceRig({ hearingId, log, ...options })
  stops.push(() => rig.stop())
  return rig
}

/** Of somebody's sign-in; `token`: which of its tokens. */
const signedIn = (subjectId: string, sessionId: string, token = 1, role: Role = 'journalist'): Admission => ({
  ...admissionOf(subjectId, role),
  sessionId,
  tokenId: `token-${token}-of-${sessionId}`,
})
const viewersOf = async (rig: AttendanceRig) => (await rig.attendance.view(hearingId)).attendance.viewers
const refused = { code: 'refused' }
const elsewhere = { code: 'watching_elsewhere' }

/** Kind, who, and whether by a player of their own, once all of it is written. */
async function watchEntries(rig: AttendanceRig): Promise<unknown[]> {
  await rig.attendance.stop()
  const entries = await rig.auditEntries()
  return entries
    .filter(({ kind }) => kind.startsWith('watch.'))
    .map(({ kind, data }) => [
      kind,
      Reflect.get(Object(data), 'path') ?? Reflect.get(Object(data), 'why'),
      Reflect.get(Object(data), 'ownPlayer') ?? false,
    ])
}

describe.each(testEngines())('a player of somebody’s own, on %s', (engine) => {
  it('is one viewer, by name, however much it asks for at once', async () => {
    const rig = await start({ engine })
    await rig.addPerson('p1', 'Aigerim', 'The Steppe')
    const mine = signedIn('p1', 's1')
    await Promise.all(Array.from({ length: 20 }, () => rig.attendance.readsHls(mine)))
    await rig.attendance.readsHls(signedIn('p1', 's1', 2))
    const { attendance } = await rig.attendance.view(hearingId)
    expect(attendance).toMatchObject({ watching: 1, seeing: 0, hearing: 0, alarm: null })
    expect(attendance.viewers).toMatchObject([
      {
        personId: 'p1',
        name: 'Aigerim',
        outlet: 'The Steppe',
        role: 'journalist',
        path: 'hls',
        ownPlayer: true,
        sees: null,
        hears: null,
      },
    ])
    expect(await watchEntries(rig)).toEqual([
      ['watch.began', 'hls', true],
      ['watch.ended', 'hls', true],
    ])
  })

  it('is cut with the others, never answers, and is named; it is another viewing when the session reopens', async () => {
    const rig = await start({ engine })
    await rig.addPerson('p1', 'Aigerim')
    await rig.addPerson('p2', 'Bolat')
    const mine = signedIn('p1', 's1')
    await rig.attendance.readsHls(mine)
    const page = await attend(rig, 'p2')
    page.attending.mediaBegan()
    const [before] = await viewersOf(rig)

    const closed = await rig.order('closed')
    page.attending.dark({ version: closed.version, afterMs: 0 })
    const { receipts, viewers } = (await rig.attendance.view(hearingId)).attendance
    expect(receipts).toMatchObject({ of: 2, dark: 1, silent: ['Aigerim'] })
    expect(viewers.map(({ name }) => name)).toEqual(['Bolat'])
    await expect(rig.attendance.readsHls(mine)).rejects.toMatchObject({ code: 'not_on_air' })

    await rig.order('live')
    await rig.attendance.readsHls(mine)
    const again = (await viewersOf(rig)).find(({ ownPlayer }) => ownPlayer)
    expect(again).toMatchObject({ name: 'Aigerim', path: 'hls' })
    expect(again?.viewingId).not.toBe(before?.viewingId)

    await rig.attendance.stop()
    const rows = await rig.store.database.selectFrom('receipts').selectAll().orderBy('viewer_id').execute()
    expect(rows).toMatchObject([
      { viewer_id: 'p1', path: 'hls', dark_after_ms: null },
      { viewer_id: 'p2', path: 'webrtc', dark_after_ms: expect.any(Number) },
    ])
  })
})

describe('a session that is closed while a player begins', () => {
  it('gives it nothing', async () => {
    const rig = await start()
    await viewersOf(rig)
    const asked = [1, 2].map(() => rig.attendance.readsHls(signedIn('p1', 's1')))
    // It is among those who attend by then, and nothing more is known of it.
    await Promise.resolve()
    rig.attendance.tell(hearingId, { ...rig.standing(), state: 'closed', version: 2 })
    for (const one of await Promise.allSettled(asked))
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'not_on_air' } })
    expect((await rig.attendance.view(hearingId)).attendance).toMatchObject({
      viewers: [],
      receipts: { of: 0, silent: [] },
    })
  })
})

describe('the own page’s HLS', () => {
  it('is counted once, as what the page says', async () => {
    const rig = await start()
    const admission = signedIn('p1', 's1')
    const { attending } = await attend(rig, 'p1', { admission })
    await rig.attendance.readsHls(admission)
    // Its next token, of which the socket has not heard yet.
    await rig.attendance.readsHls(signedIn('p1', 's1', 2))
    expect(await viewersOf(rig)).toMatchObject([
      { viewingId: 'viewing-of-p1', path: 'none', ownPlayer: false },
    ])
    attending.report({ ...plays, path: 'hls' })
    expect(await viewersOf(rig)).toMatchObject([
      { viewingId: 'viewing-of-p1', path: 'hls', ownPlayer: false },
    ])
  })

  it('is taken for the page’s as soon as that attends, as after a restart, and never refused', async () => {
    const rig = await start()
    const admission = signedIn('p1', 's1')
    await rig.attendance.readsHls(admission)
    expect(await viewersOf(rig)).toMatchObject([{ ownPlayer: true }])
    const { seen } = await attend(rig, 'p1', { admission })
    await rig.attendance.readsHls(admission)
    expect(await viewersOf(rig)).toMatchObject([{ viewingId: 'viewing-of-p1', ownPlayer: false }])
    expect(seen).toEqual([])
    expect(await watchEntries(rig)).toEqual([
      ['watch.began', 'hls', true],
      ['watch.ended', 'hls', true],
    ])
  })

  it('is taken for the page’s also where both come at once', async () => {
    const rig = await start()
    const admission = signedIn('p1', 's1')
    await rig.attendance.view(hearingId)
    const asked = [1, 2, 3].map(() => rig.attendance.readsHls(admission))
    await Promise.all([...asked, attend(rig, 'p1', { admission }), rig.attendance.readsHls(admission)])
    expect(await viewersOf(rig)).toMatchObject([{ viewingId: 'viewing-of-p1', ownPlayer: false }])
  })

  it('is a display’s that has no sign-in', async () => {
    const rig = await start()
    rig.rights = () => 'screen'
    const admission = admissionOf('display', 'screen')
    await rig.attendance.readsHls(admission)
    await attend(rig, 'display', { admission })
    await rig.attendance.readsHls(admission)
    expect(await viewersOf(rig)).toMatchObject([{ role: 'screen', ownPlayer: false }])
  })
})

describe('one device a journalist', () => {
  it('is the page: a player elsewhere is refused, and keeps nothing', async () => {
    const rig = await start()
    const page = await attend(rig, 'p1', { admission: signedIn('p1', 's1') })
    await expect(rig.attendance.readsHls(signedIn('p1', 's2'))).rejects.toMatchObject(elsewhere)
    expect(page.seen).toEqual([])
    // The page is about to come back.
    page.attending.leave()
    await expect(rig.attendance.readsHls(signedIn('p1', 's2'))).rejects.toMatchObject(elsewhere)
    expect(await viewersOf(rig)).toEqual([])
    await rig.attendance.readsHls(signedIn('p2', 's2'))
    expect(await viewersOf(rig)).toMatchObject([{ personId: 'p2' }])
  })

  it('is the player: another is refused, a page asks and takes over, and the player does not come back', async () => {
    const rig = await start()
    const [player, page] = [signedIn('p1', 's1'), signedIn('p1', 's2')]
    await rig.attendance.readsHls(player)
    await rig.attendance.readsHls(signedIn('p1', 's1', 2))
    await expect(rig.attendance.readsHls(page)).rejects.toMatchObject(elsewhere)
    await expect(attend(rig, 'p1', { admission: page })).rejects.toMatchObject(elsewhere)
    expect(await viewersOf(rig)).toMatchObject([{ ownPlayer: true }])

    await attend(rig, 'p1', { admission: page, takeOver: true })
    for (const token of [1, 2]) {
      const late = signedIn('p1', 's1', token)
      expect(rig.bars.isBarred(late.tokenId, 'hls_playlist')).toBe(true)
      await expect(rig.attendance.readsHls(late)).rejects.toMatchObject(refused)
    }
    await expect(rig.attendance.readsHls(signedIn('p1', 's1', 3))).rejects.toMatchObject(elsewhere)
    await rig.attendance.readsHls(page)
    expect(await viewersOf(rig)).toMatchObject([{ viewingId: 'viewing-of-p1', ownPlayer: false }])
    expect(await watchEntries(rig)).toEqual([
      ['watch.began', 'hls', true],
      ['watch.ended', 'hls', true],
      ['watch.put_out', 'taken_over', false],
    ])
  })

  it('holds for two players that come at once, and is not asked of staff', async () => {
    const rig = await start()
    const both = ['s1', 's2'].map((session) => rig.attendance.readsHls(signedIn('p1', session)))
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    rig.rights = () => 'clerk'
    for (const session of ['s3', 's4']) await rig.attendance.readsHls(signedIn('p2', session, 1, 'clerk'))
    await attend(rig, 'p2', { admission: signedIn('p2', 's5', 1, 'clerk') })
    expect((await viewersOf(rig)).filter(({ personId }) => personId === 'p2')).toHaveLength(3)
  })
})

describe('a right that is lost', () => {
  it('puts a player out, and its tokens', async () => {
    const rig = await start()
    const mine = signedIn('p1', 's1')
    await rig.attendance.readsHls(mine)
    rig.rights = () => null
    rig.rightsChanges.changed()
    await vi.waitFor(async () => expect(await viewersOf(rig)).toEqual([]))
    rig.rights = () => 'journalist'
    await expect(rig.attendance.readsHls(mine)).rejects.toMatchObject(refused)
    expect(await watchEntries(rig)).toEqual([
      ['watch.began', 'hls', true],
      ['watch.ended', 'hls', true],
      ['watch.put_out', 'revoked', false],
    ])
  })

  it('is noticed by a player that begins at that moment', async () => {
    const rig = await start()
    rig.rights = () => null
    await expect(rig.attendance.readsHls(signedIn('p1', 's1'))).rejects.toMatchObject(refused)
    expect(await viewersOf(rig)).toEqual([])
  })

  it('is lost by the sign-out of that sign-in, also while it is being asked for', async () => {
    const rig = await start()
    rig.rights = () => 'clerk'
    const [one, other] = ['s1', 's2'].map((session) => signedIn('p1', session, 1, 'clerk'))
    if (one === undefined || other === undefined) throw new TypeError('two are made')
    await rig.attendance.readsHls(other)
    const asked = rig.attendance.readsHls(one)
    // The hearing is known: it is among those who attend after this.
    await Promise.resolve()
    rig.attendance.signedOut('p1', 's1')
    await expect(asked).rejects.toMatchObject(refused)
    await expect(rig.attendance.readsHls(one)).rejects.toMatchObject(refused)
    expect(await viewersOf(rig)).toHaveLength(1)
    await rig.attendance.readsHls(other)
  })
})

describe('what is not known of a player', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  })

  it('is no alarm, and hides none', async () => {
    const rig = await start()
    const keepAsking = async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed++) {
        for (const id of ['p1', 'p2', 'p3']) await rig.attendance.readsHls(signedIn(id, `of-${id}`))
        await vi.advanceTimersByTimeAsync(1_000)
      }
    }
    await keepAsking(20)
    const { attendance } = await rig.attendance.view(hearingId)
    expect(attendance).toMatchObject({ watching: 3, seeing: 0, hearing: 0, alarm: null })
    const page = await attend(rig, 'p4')
    page.attending.mediaBegan()
    await keepAsking(6)
    expect((await rig.attendance.view(hearingId)).attendance).toMatchObject({ alarm: 'some_hear_nothing' })
  })

  it('is whether it still plays: it ends some time after it has asked last, and with its token', async () => {
    const rig = await start()
    const short = { ...signedIn('p1', 's1'), expiresAtMs: Date.now() + 15_000 }
    for (let passed = 0; passed < 14; passed++) {
      await rig.attendance.readsHls(short)
      await vi.advanceTimersByTimeAsync(1_000)
    }
    await rig.attendance.readsHls(signedIn('p2', 's2'))
    const present = () => rig.attendance.now(hearingId)?.viewers.map(({ personId }) => personId)
    expect(present()).toEqual(['p1', 'p2'])
    await vi.advanceTimersByTimeAsync(1_100)
    expect(present()).toEqual(['p2'])
    await vi.advanceTimersByTimeAsync(8_000)
    await rig.attendance.readsHls(signedIn('p2', 's2', 2))
    await vi.advanceTimersByTimeAsync(9_500)
    expect(present()).toEqual(['p2'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(present()).toEqual([])
    // Begun anew.
    await rig.attendance.readsHls(signedIn('p2', 's2', 2))
    expect(present()).toEqual(['p2'])
  })

  it('is whether a page that has lost its connection comes back: for a moment it has its place', async () => {
    const rig = await start()
    const admission = signedIn('p1', 's1')
    const { attending } = await attend(rig, 'p1', { admission })
    attending.leave()
    await rig.attendance.readsHls(admission)
    expect(await viewersOf(rig)).toEqual([])
    await vi.advanceTimersByTimeAsync(3_000)
    await rig.attendance.readsHls(admission)
    expect(await viewersOf(rig)).toMatchObject([{ ownPlayer: true, path: 'hls' }])
    await attend(rig, 'p1', { admission })
    expect(await viewersOf(rig)).toMatchObject([{ ownPlayer: false }])
  })

  it('does not keep the summary of a closing from being written', async () => {
    const rig = await start()
    await rig.attendance.readsHls(signedIn('p1', 's1'))
    const { version } = await rig.order('closed')
    await vi.advanceTimersByTimeAsync(10_500)
    const summaries = (await rig.auditEntries()).filter(({ kind }) => kind === 'hearing.dark')
    expect(summaries).toMatchObject([{ data: { version, of: 1, dark: 0, slowestMs: null } }])
    expect(Reflect.get(Object(summaries[0]?.data), 'silent')).toHaveLength(1)
  })
})
