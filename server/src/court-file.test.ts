import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { sealSecret } from './access/sealed-secret.ts'
import { createAuditLog } from './audit/audit-log.ts'
import { SettingsError } from './config.ts'
import { readCourtFile } from './court-file.ts'
import { importCourt } from './court-import.ts'
import { createCourts } from './hearings/courts.ts'
import { createHearings } from './hearings/hearings.ts'
import { openSource } from './hearings/stored-source.ts'
import { openTestStore, testEngines } from './store/testing/stores.ts'

describe('the court file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'press-gallery-court-'))
  afterAll(() => rm(folder, { recursive: true }))
  const key = randomBytes(32)
  const file = join(folder, 'court.json')

  const camera: object = { kind: 'rtsp', url: 'rtsp://10.0.0.7/main' }
  const good = () => ({
    court: 'A court',
    courtrooms: [{ id: 'room-1', name: 'Courtroom 1', source: camera }],
    hearings: [{ id: 'hearing-1', title: 'A case', caseNumber: '1/25', courtroomId: 'room-1' }],
    accounts: [
      {
        login: 'ann',
        roles: ['journalist'],
        passwordHash: '$argon2id$v=19$x',
        accreditations: ['hearing-1'],
      },
    ],
  })
  const read = (content: unknown) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return readCourtFile(file)
  }
  const problemsOf = (content: unknown): string => {
    try {
      read(content)
      return 'none'
    } catch (error) {
      if (error instanceof SettingsError) return error.problems.join('\n')
      throw error
    }
  }
  const withSource = (source: object) => ({
    ...good(),
    courtrooms: [{ id: 'room-1', name: 'Courtroom 1', source }],
  })

  it('says where it should be and what the smallest looks like', () => {
    expect(() => readCourtFile(join(folder, 'none.json'))).toThrow(
      /^There is no court file at .*none\.json: write one\. The smallest is \{"court"/,
    )
  })

  it('does not take a login in an address, and does not repeat it', () => {
    const said = problemsOf(withSource({ kind: 'rtsp', url: 'rtsp://admin:hunter2@10.0.0.7/main' }))
    expect(said).toMatch(/courtrooms\.0\.source\.url: has a login in it.*npm run seal-secret/)
    expect(said).not.toContain('hunter2')
  })

  it.each([
    {
      name: 'a login in clear',
      content: withSource({ ...camera, credentials: 'admin:hunter2' }),
      says: /seal-secret/,
    },
    {
      name: 'a password in clear',
      content: { ...good(), accounts: [{ login: 'a', roles: ['technician'], passwordHash: 'hunter2' }] },
      says: /hash-password/,
    },
    { name: 'an unknown field', content: { ...good(), jugde: 'x' }, says: /jugde/ },
    {
      name: 'an unknown courtroom',
      content: { ...good(), hearings: [{ ...good().hearings[0], courtroomId: 'room-9' }] },
      says: /hearings\.0\.courtroomId: names no courtroom/,
    },
    {
      name: 'an unknown hearing',
      content: { ...good(), hearings: [] },
      says: /accreditations: names a hearing/,
    },
    {
      name: 'two of one name',
      content: { ...good(), accounts: [good().accounts[0], good().accounts[0]] },
      says: /accounts\.1: has the same name/,
    },
    { name: 'no JSON', content: '{"password": "hunter2",,}', says: /is not JSON/ },
  ])('names what is wrong: $name', ({ content, says }) => {
    expect(problemsOf(content)).toMatch(says)
    expect(problemsOf(content)).not.toContain('hunter2')
  })

  describe.each(testEngines())('imported into %s', (engine) => {
    const importInto = async (content: unknown) => {
      const store = await openTestStore(engine)
      onTestFinished(() => store.end())
      const { database } = store
      const audit = createAuditLog(() => 1000)
      const again = (changed: unknown) =>
        importCourt(read(changed), { database, audit, sealingKey: key, nowMs: () => 1000 })
      await again(content)
      return { store, again, courts: createCourts(database, audit), hearings: createHearings(database) }
    }

    it('keeps the login of a camera sealed, and opens it for the feed alone', async () => {
      const sealed = sealSecret(key, 'admin:p:w')
      const { courts } = await importInto(withSource({ ...camera, credentials: sealed }))
      const [room] = await courts.courtrooms('court')
      expect(room?.source).toEqual({ ...camera, transport: 'auto', credentials: sealed })
      expect(room && openSource(room.source, key)).toEqual({
        ...camera,
        transport: 'auto',
        credentials: { username: 'admin', password: 'p:w' },
      })
    })

    it('refuses a login that was sealed by another installation', async () => {
      const foreign = withSource({ ...camera, credentials: sealSecret(randomBytes(32), 'a:b') })
      await expect(importInto(foreign)).rejects.toThrow(/room-1.*sealed by another installation/)
    })

    it('again, takes the new words, and leaves alone how a hearing stands and who somebody is', async () => {
      const { store, again, courts, hearings } = await importInto(good())
      await store.database.updateTable('hearings').set({ state: 'live', version: 1 }).execute()
      const people = () => store.database.selectFrom('people').select(['id', 'login']).execute()
      const before = await people()
      await again({
        ...good(),
        court: 'The court',
        hearings: [{ ...good().hearings[0], title: 'The case' }],
      })
      expect(await courts.find('court')).toMatchObject({ name: 'The court' })
      expect(await hearings.find('hearing-1')).toMatchObject({ title: 'The case', state: 'live', version: 1 })
      expect(await people()).toEqual(before)
      expect(await store.database.selectFrom('accreditations').selectAll().execute()).toHaveLength(1)
    })
  })
})
