import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { openTestStore, type TestStore } from '../store/testing/stores.ts'
import { createCourts, type Courts } from './courts.ts'
import { createFollowCourtroom } from './follow-courtroom.ts'
import { createRetirements, type Retirements } from './retirements.ts'
import { openSource } from './stored-source.ts'

const nowMs = (): number => 1_800_000_000_000
const admin = 'admin'
const sealingKey = Buffer.alloc(32)

let store: TestStore
let courts: Courts
let retirements: Retirements
let follow: (courtroomId: string) => Promise<void>
/** The kinds of source of the feeds that run, and the courtrooms that were told of, in order. */
let running: Map<string, string>
let told: string[]
/** Until it resolves, no feed ends. */
let held: Promise<void>

beforeEach(async () => {
  store = await openTestStore()
  const { database } = store
  const audit = createAuditLog(nowMs)
  await importCourt(testCourt(), { database, audit, sealingKey, nowMs })
  await database.updateTable('hearings').set({ state: 'ended' }).execute()
  courts = createCourts(database, audit)
  retirements = createRetirements({ database, audit, nowMs })
  running = new Map()
  told = []
  held = Promise.resolve()
  follow = createFollowCourtroom({
    courts,
    courtrooms: {
      open: ({ id, source }) => Promise.resolve(void running.set(id, source.kind)),
      close: async (id) => {
        await held
        running.delete(id)
      },
    },
    sourceOf: (stored) => openSource(stored, sealingKey),
    onOpened: (id) => told.push(`${id} opened`),
    onClosing: (id) => told.push(`${id} closing`),
  })
})
afterEach(() => store.end())

it('has a feed be as the store has its courtroom', async () => {
  await follow('room-1')
  expect([...running.keys()]).toEqual(['room-1'])
  await retirements.retire('room-1', admin)
  await follow('room-1')
  await follow('no such courtroom')
  expect([...running.keys()]).toEqual([])
  expect(told).toEqual(['room-1 opened', 'room-1 closing', 'no such courtroom closing'])
})

it('lets the store have the last word where two change a courtroom at once', async () => {
  await follow('room-1')
  const gate = Promise.withResolvers<void>()
  held = gate.promise
  await retirements.retire('room-1', admin)
  const retired = follow('room-1')
  await vi.waitFor(() => expect(told).toContain('room-1 closing'))
  await retirements.bringBack('room-1', admin)
  const broughtBack = follow('room-1')
  // Something else's turn comes meanwhile.
  await follow('room-2')
  gate.resolve()
  await Promise.all([retired, broughtBack])
  expect([...running.keys()].toSorted()).toEqual(['room-1', 'room-2'])
})
