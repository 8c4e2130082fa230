import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { createAuditLog } from '../audit/audit-log.ts'
import { createLogFacts } from '../audit/log-facts.ts'
import { serverHealthAnswer } from '../protocol/server-health.ts'
import { readStoreFacts } from '../store/store-facts.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import {
  createServerHealth,
  logKinds,
  type RecordedHearing,
  type ServerHealthOptions,
} from './server-health.ts'

const nowMs = Date.parse('2026-12-01T10:00:00Z')
const dayMs = 86_400_000
const never = new Promise<never>(() => undefined)

let store: TestStore
beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.end())

const hearing: RecordedHearing = {
  hearingId: 'hearing',
  courtroomId: 'room',
  title: 'A hearing',
  courtroom: 'Courtroom',
  hearing: 'live',
  state: 'recording',
  lagS: 1,
  deaths: 0,
  lastDeathMs: null,
}

function health(more: Partial<ServerHealthOptions> = {}) {
  const { database } = store
  const server = createServerHealth({
    sfu: () =>
      Promise.resolve({
        workers: [{ index: 0, pid: process.pid, startedMs: 0, courtrooms: 1, viewers: 2 }],
        deaths: [{ index: 1, count: 1, lastMs: nowMs }],
        publishedBitrateBps: { room: 8e6, other: 8e6 },
        viewers: { room: 2 },
        previews: {},
        standBys: { room: 1 },
      }),
    workersWanted: 1,
    processorUse: { of: () => Promise.resolve(2) },
    recorder: { enabled: true, hearings: () => Promise.resolve([hearing]), areUp: () => true },
    disks: () => Promise.resolve([{ holds: 'all', folder: '/data', freeBytes: 360e9, totalBytes: 400e9 }]),
    store: { isWritable: () => store.isWritable(), facts: () => readStoreFacts(database, store.engine) },
    log: createLogFacts(database, Object.values(logKinds)),
    headIsMailed: false,
    mail: () => null,
    tls: 'nowhere',
    certificate: () => Promise.resolve(null),
    isOpen: false,
    sockets: () => 3,
    attending: () => Promise.resolve(2),
    process: { version: '0', node: '0', startedMs: 0, memoryBytes: () => 1 },
    loopDelay: () => ({ p99Ms: 1, maxMs: 2 }),
    nowMs: () => nowMs,
    patienceMs: 200,
    complain: pino({ level: 'silent' }),
    ...more,
  })
  return async () => serverHealthAnswer.parse(await server.view())
}

describe('the health of the server', () => {
  it('is read from its parts, and the disk lasts as long as what is recorded lets it', async () => {
    const answer = await health()()
    expect(answer).toMatchObject({
      atMs: nowMs,
      sfu: { problems: [], workers: [{ index: 0, pid: process.pid, cpuPercent: 2, deaths: 0 }] },
      recorder: { problems: [], recordings: [{ hearingId: 'hearing', state: 'recording' }] },
      // 1 MB/s of the one courtroom that is recorded.
      disk: { problems: [], bytesPerS: 1e6, disks: [{ hoursLeft: 100 }] },
      database: { problems: [], engine: 'sqlite', writtenMs: nowMs },
      mail: { problems: [], isSet: false },
      connections: { sockets: 3, viewers: 2, standBys: 1, attending: 2 },
    })
    expect(answer.database?.sizeBytes).toBeGreaterThan(10_000)
    expect(answer.database?.schema).toMatch(/^\d{4}-/)
  })

  it('says of a worker that is not there that it is dead', async () => {
    const answer = await health({ workersWanted: 2 })()
    expect(answer.sfu?.problems).toEqual(['sfu_worker_down'])
    expect(answer.sfu?.workers[1]).toMatchObject({ index: 1, pid: null, deaths: 1, lastDeathMs: nowMs })
  })

  it('is held up by no part that hangs or fails', async () => {
    const answer = await health({
      sfu: () => never,
      store: { isWritable: () => never, facts: () => readStoreFacts(store.database, 'sqlite') },
      recorder: {
        enabled: true,
        hearings: () => Promise.reject(new Error('broken')),
        areUp: () => true,
      },
    })()
    const { sfu, connections, database, recorder, disk, backup, process } = answer
    expect({ sfu, connections, database, recorder, disk }).toEqual({
      sfu: null,
      connections: null,
      database: null,
      recorder: null,
      disk: null,
    })
    expect([backup?.problems, process?.problems]).toEqual([[], []])
  })

  it('claims nothing of what is recorded while the SFU does not answer', async () => {
    const { disk } = await health({ sfu: () => never })()
    expect(disk).toMatchObject({ problems: [], bytesPerS: null, disks: [{ hoursLeft: null }] })
  })

  it('remembers when something could be written last', async () => {
    let isFull = false
    const view = health({
      store: {
        isWritable: () => Promise.resolve(!isFull),
        facts: () => readStoreFacts(store.database, 'sqlite'),
      },
    })
    await view()
    isFull = true
    expect((await view()).database).toMatchObject({ problems: ['database_read_only'], writtenMs: nowMs })
  })
})

const append = (kind: string, atMs: number, data = {}) =>
  store.database
    .transaction()
    .execute((write) => createAuditLog(() => atMs).append(write, { kind, actorId: null, data }))

test('back-ups and verifications are known by the traces they leave', async () => {
  const view = health()
  await append('court.created', nowMs - 90 * dayMs)
  expect(await view()).toMatchObject({
    backup: { problems: ['backup_none'], madeMs: null },
    audit: { problems: ['audit_unverified'], head: { seq: 1 }, verifiedMs: null, found: null },
  })
  // Begun, and never finished: no back-up.
  await append('store.backed_up', nowMs)
  expect((await view()).backup?.problems).toEqual(['backup_none'])

  await append('store.backup_written', nowMs - 1000, { file: '/backups/today', bytes: 7 })
  await append('audit.verified', nowMs - 500, { entries: 3, problems: 1 })
  expect(await view()).toMatchObject({
    backup: { problems: [], madeMs: nowMs - 1000, bytes: 7, file: '/backups/today' },
    audit: { problems: ['audit_broken'], head: { seq: 4 }, verifiedMs: nowMs - 500, found: 1 },
  })
})

test.each(testEngines())('%s tells its kind, size and version', async (engine) => {
  const other = await openTestStore(engine)
  try {
    const facts = await readStoreFacts(other.database, engine)
    expect(facts).toMatchObject({ engine, schema: expect.stringMatching(/^\d{4}-/) })
    expect(facts.sizeBytes).toBeGreaterThan(10_000)
  } finally {
    await other.end()
  }
})
