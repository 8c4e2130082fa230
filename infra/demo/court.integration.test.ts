import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCheckPassword } from '@press-gallery/server/access/passwords'
import { createRights } from '@press-gallery/server/access/rights-of-store'
import { sealingKey } from '@press-gallery/server/access/sealed-secret'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { createCourts } from '@press-gallery/server/hearings/courts'
import { openSource } from '@press-gallery/server/hearings/stored-source'
import { openStore } from '@press-gallery/server/store/open-store'
import { afterAll, describe, expect, it } from 'vitest'
import { prepareCourt } from './court.mjs'

describe("the demo's court", () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-demo-court-'))
  const file = join(dataDir, 'court.json')
  afterAll(() => rm(dataDir, { recursive: true }))

  /** What the server finds when it starts. */
  async function stored() {
    const store = await openStore({ sqliteFile: join(dataDir, 'press-gallery.sqlite') })
    const { database } = store
    const [room] = await createCourts(database, createAuditLog(Date.now)).courtrooms()
    const people = await database.selectFrom('people').select(['id', 'login', 'password_hash']).execute()
    const rights = createRights({ database, nowMs: Date.now })
    const personOf = (login = '') => people.find((person) => person.login === login)
    const mayWatch = async (login: string | undefined, hearingId: string) =>
      (await rights.watchingAs(personOf(login)?.id ?? '', hearingId)) !== null
    const source = room && openSource(room.source, sealingKey(dataDir))
    return { database, close: () => store.close(), source, personOf, mayWatch }
  }

  it('is in the store, with passwords that are new each time and stored only as hashes', async () => {
    const first = await prepareCourt({ dataDir })
    const { accounts } = await prepareCourt({ dataDir })
    const { database, source, personOf, mayWatch, close } = await stored()
    expect(source).toEqual({ kind: 'test' })
    const checkPassword = await createCheckPassword()
    for (const { login, password } of accounts) {
      expect(await checkPassword(personOf(login)?.password_hash ?? null, password)).toBe(true)
      expect(readFileSync(file, 'utf8')).not.toContain(password)
    }
    const [technician, journalist, stranger] = accounts.map(({ login }) => login)
    const earlier = first.accounts[0]?.password ?? ''
    expect(await checkPassword(personOf(technician)?.password_hash ?? null, earlier)).toBe(false)
    const may = await Promise.all(
      [technician, journalist, stranger].map((login) => mayWatch(login, first.hearing.id)),
    )
    expect(may).toEqual([true, true, false])
    const ofRegion = await database
      .selectFrom('roles')
      .select(['role', 'court_id'])
      .where('person_id', '=', personOf('region')?.id ?? '')
      .orderBy('court_id')
      .execute()
    expect(ofRegion).toEqual([
      { role: 'press_officer', court_id: 'demo-court' },
      { role: 'press_officer', court_id: 'demo-court-2' },
    ])
    expect(statSync(file).mode & 0o077).toBe(0)
    await close()
  })

  it('has another hearing when the one before has ended', async () => {
    const { hearing } = await prepareCourt({ dataDir })
    const { database, close } = await stored()
    await database.updateTable('hearings').set({ state: 'ended' }).execute()
    await close()
    const next = await prepareCourt({ dataDir })
    expect([hearing.id, next.hearing.id]).toEqual(['demo-hearing', 'demo-hearing-2'])
  })

  it("seals the login of a camera's address and keeps the rest of it as it was written", async () => {
    await prepareCourt({ dataDir, source: 'rtsp://ad%40min:p%3Aw@[::1]:8554/Main/av?Channel=1&q=a%2Fb' })
    const { source, close } = await stored()
    expect(source).toEqual({
      kind: 'rtsp',
      url: 'rtsp://[::1]:8554/Main/av?Channel=1&q=a%2Fb',
      transport: 'auto',
      credentials: { username: 'ad@min', password: 'p:w' },
    })
    expect(readFileSync(file, 'utf8')).not.toMatch(/p:w|p%3Aw|ad%40min/)
    await close()
  })

  it('takes a file that is there, and says so of one that is not', async () => {
    const media = join(dataDir, 'a.mp4')
    await expect(prepareCourt({ dataDir, source: media })).rejects.toThrow(
      `--source: there is no file ${media}`,
    )
    writeFileSync(media, '')
    await prepareCourt({ dataDir, source: media })
    const { source, close } = await stored()
    expect(source).toEqual({ kind: 'file', path: media })
    await close()
    await expect(prepareCourt({ dataDir, source: 'http://camera/x' })).rejects.toThrow('must be rtsp://')
  })
})
