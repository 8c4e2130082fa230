import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAuditLog } from '../audit/audit-log.ts'
import { openTestStore, type TestStore } from '../store/testing/stores.ts'
import { openKeyRing } from './key-ring.ts'
import { rotateOnRecord } from './rotate-on-record.ts'
import { readSealingKeys } from './sealing-keys.ts'

let dataDir: string
let store: TestStore
let nowMs = Date.parse('2026-12-01T10:00:00Z')
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-keys-'))
  store = await openTestStore()
})
afterEach(async () => {
  await store.end()
  rmSync(dataDir, { recursive: true })
})

const audit = createAuditLog(() => nowMs)
const kinds = async () =>
  (await store.database.selectFrom('audit_entries').select(['kind', 'data']).execute()).map(
    ({ kind, data }) => [kind, data],
  )

test('a rotation is on record, and its keys are listed with nothing private', async () => {
  const keys = openKeyRing(dataDir, () => nowMs, pino({ level: 'silent' }))
  const [first] = keys.list()
  expect(first).toEqual({ kid: keys.signing().kid, state: 'active', madeMs: nowMs, goodUntilMs: null })

  const madeMs = nowMs
  nowMs += 60_000
  const rotate = () =>
    rotateOnRecord({ database: store.database, audit, dataDir, actorId: 'administrator', nowMs })
  const kid = await rotate()
  expect(await kinds()).toEqual([['keys.rotated', JSON.stringify({ kid })]])
  const goodUntilMs = nowMs + 11 * 60_000
  const former = { kid: first?.kid, madeMs, goodUntilMs }
  expect(keys.list()).toEqual([
    { kid, state: 'active', madeMs: nowMs, goodUntilMs: null },
    { ...former, state: 'verifying' },
  ])
  nowMs = goodUntilMs
  expect(keys.list()[1]).toEqual({ ...former, state: 'retired' })
  expect(keys.verifying(first?.kid ?? '')).toBeUndefined()
  expect(JSON.stringify(keys.list())).not.toMatch(/private/i)
})

test('a key that cannot be put in place leaves no entry', async () => {
  const nowhere = join(dataDir, 'nowhere')
  await expect(
    rotateOnRecord({ database: store.database, audit, dataDir: nowhere, actorId: null, nowMs }),
  ).rejects.toThrow('ENOENT')
  expect(await kinds()).toEqual([])
})

test('a court’s key for closed sessions is told by its fingerprint, and when it was set', async () => {
  const { database } = store
  const names = JSON.stringify({ kk: 'Сот', ru: 'Суд', en: 'Court' })
  const court = { name: 'Court', names, contact: '' }
  await database.transaction().execute(async (write) => {
    await write
      .insertInto('courts')
      .values([
        { id: 'a', ...court, seal_recipient: 'age1-a' },
        { id: 'b', ...court, seal_recipient: null },
      ])
      .execute()
    for (const what of [['seal_recipient'], ['name']]) {
      await audit.append(write, { kind: 'court.changed', courtId: 'a', actorId: null, data: { what } })
      nowMs += 1000
    }
  })
  const [a, b] = await readSealingKeys(database)
  expect(a).toMatchObject({ courtId: 'a', setMs: nowMs - 2000 })
  expect(a?.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  expect(b).toMatchObject({ courtId: 'b', fingerprint: null, setMs: null })
})
