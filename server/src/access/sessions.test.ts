import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import { browser, openAccess, type AccessParts } from './testing/access-parts.ts'

describe.each(testEngines())('sessions on %s', (engine) => {
  let access: AccessParts
  let personId: string

  beforeEach(async () => {
    access = await openAccess(engine)
    personId = (await access.person('ann')).personId
  })
  afterEach(() => access.store.end())

  it('end on time and by signing out, and are not stored in clear', async () => {
    const { sessions, database, clock } = access
    const one = await access.begin(personId)
    const two = await access.begin(personId)
    expect(one).toMatch(/^[\w-]{43}$/)
    expect(await sessions.find(one)).toMatchObject({
      personId,
      login: 'ann',
      grants: [{ role: 'journalist', courtId: 'court-1' }],
    })
    expect(await sessions.find('guessed')).toBeUndefined()
    const rows = await database.selectFrom('sessions').selectAll().execute()
    const stored = JSON.stringify(rows.map((row) => [row, Buffer.from(row.hash).toString('base64url')]))
    expect(stored).not.toContain(one)

    const sessionId = (await sessions.find(one))?.sessionId ?? ''
    expect(await sessions.isAlive(sessionId)).toBe(true)
    const ended: unknown[] = []
    const forget = sessions.onEnded((session) => void ended.push(session))
    expect(await sessions.signOut(one)).toBe(personId)
    expect(await sessions.signOut(one)).toBeUndefined()
    forget()
    expect(ended).toEqual([{ personId, sessionId }])
    expect(await sessions.find(one)).toBeUndefined()
    expect(await sessions.isAlive(sessionId)).toBe(false)
    expect(await sessions.find(two)).toBeDefined()
    clock.nowMs += 3_600_000
    expect(await sessions.find(two)).toBeUndefined()
    expect(await access.auditKinds()).toEqual(
      expect.arrayContaining(['person.created', 'role.granted', 'session.began', 'session.ended']),
    )
  })

  it('are listed, seen to the minute, and ended one by one by nobody but their owner', async () => {
    const { sessions, clock } = access
    const bob = await access.person('bob')
    const mine = await sessions.find(await access.begin(personId))
    const other = await sessions.find(await access.begin(personId))
    const cookieOfBob = await access.begin(bob.personId)
    const bobs = await sessions.find(cookieOfBob)
    if (!mine || !other || !bobs) throw new TypeError('no sessions')

    clock.nowMs += 61_000
    await sessions.find(cookieOfBob)
    await sessions.usesWritten()
    expect((await sessions.list(bob.personId, bobs.sessionId))[0]?.seenMs).toBe(clock.nowMs)
    const listed = await sessions.list(personId, mine.sessionId)
    expect(listed.map(({ id, current, userAgent }) => ({ id, current, userAgent }))).toEqual(
      [mine, other]
        .map(({ sessionId }) => ({ id: sessionId, current: sessionId === mine.sessionId, userAgent: 'Test' }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )

    expect(await sessions.end(personId, bobs.sessionId)).toBe(false)
    expect(await sessions.end(personId, other.sessionId)).toBe(true)
    expect((await sessions.list(personId, mine.sessionId)).map(({ id }) => id)).toEqual([mine.sessionId])
    expect(await sessions.find(cookieOfBob)).toBeDefined()
  })

  it('are found while somebody writes for long, and are seen all the same', async () => {
    const { sessions, clock, database } = access
    const cookie = await access.begin(personId)
    clock.nowMs += 61_000
    const long = Promise.withResolvers<void>()
    const began = Promise.withResolvers<void>()
    const writing = database.transaction().execute(async (write) => {
      await write.updateTable('people').set({ name: 'written' }).where('id', '=', 'nobody').execute()
      began.resolve()
      await long.promise
    })
    await began.promise
    const found = await sessions.find(cookie)
    long.resolve()
    await writing
    await sessions.usesWritten()
    const sessionId = found?.sessionId ?? ''
    expect((await sessions.list(personId, sessionId))[0]?.seenMs).toBe(clock.nowMs)
  })

  it('end everywhere at once, and tell those who hold media open', async () => {
    const { sessions } = access
    const told: unknown[] = []
    sessions.onEnded((ended) => told.push(ended))
    const cookies = [await access.begin(personId), await access.begin(personId)]
    await sessions.endAll(personId)
    expect(await Promise.all(cookies.map((cookie) => sessions.find(cookie)))).toEqual([undefined, undefined])
    expect(told).toEqual([{ personId, sessionId: null }])
  })

  it('are new at each sign-in, and the one that the browser came with ends', async () => {
    const { sessions, database } = access
    const planted = await access.begin(personId)
    const { session } = await database
      .transaction()
      .execute((write) => sessions.beginIn(write, personId, 'password', { ...browser, earlierId: planted }))
    expect(session.id).not.toBe(planted)
    expect(await sessions.find(planted)).toBeUndefined()
    expect(await sessions.find(session.id)).toBeDefined()
  })

  it('does not take a device cookie for a session', async () => {
    const { sessions, database } = access
    const bob = await access.person('bob')
    const { device, session } = await database
      .transaction()
      .execute((write) => sessions.beginIn(write, personId, 'password', browser))
    expect(await sessions.find(device?.id ?? '')).toBeUndefined()
    expect(await sessions.knowsDevice(device?.id ?? '', personId)).toBe(true)
    expect(await sessions.knowsDevice(device?.id ?? '', bob.personId)).toBe(false)
    expect(await sessions.knowsDevice(session.id, personId)).toBe(false)
  })
})
