import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { testCourt } from '../../test/test-court.ts'
import type { OrderKind } from '../protocol/hearing-state.ts'
import type { Role } from '../protocol/identifiers.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createCourts } from './courts.ts'
import { createHearings, type Hearing } from './hearings.ts'
import { createOnAir, type OnAir } from './on-air.ts'
import { createOrders, type Orders } from './orders.ts'
import { openUnwrittenClosings } from './unwritten-closings.ts'

const log = pino({ level: 'silent' })
const nowMs = (): number => 1_800_000_000_000

/** `done`, or the code of what was thrown. */
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'obeyed',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

describe.each(testEngines())('orders, on %s', (engine) => {
  let store: TestStore
  let orders: Orders
  let onAir: OnAir
  let done: string[]
  let folder: string
  /** As a server that starts makes them. */
  let make: () => Orders

  beforeEach(async () => {
    store = await openTestStore(engine)
    const audit = createAuditLog(nowMs)
    await importCourt(testCourt(), {
      database: store.database,
      audit,
      sealingKey: Buffer.alloc(32),
      nowMs,
    })
    done = []
    onAir = createOnAir({
      setOnAir: (courtroomId, on) => done.push(`${courtroomId} ${on ? 'open' : 'cut'}`),
      letPreview: (courtroomId) => done.push(`${courtroomId} preview`),
      record: ({ hearingId, mode }) => done.push(`${hearingId} record ${mode}`),
      tell: (id, { state, version }) => done.push(`${id} tell ${state} ${version}`),
      log,
    })
    folder = mkdtempSync(join(tmpdir(), 'press-gallery-orders-'))
    make = () =>
      createOrders({
        database: store.database,
        audit,
        courts: createCourts(store.database, audit),
        onAir,
        unwritten: openUnwrittenClosings(join(folder, 'unwritten.json'), log),
        nowMs,
        log,
      })
    orders = make()
  })
  afterEach(async () => {
    orders.stop()
    await store.end()
    rmSync(folder, { recursive: true })
  })

  const give = (kind: OrderKind, version: number, role: Role = 'clerk', hearingId = 'hearing-1') =>
    orders.give({ hearingId, kind, version, groundId: null, by: { id: 'person-1', roles: [role] } })
  const close = (groundId: string) =>
    orders.give({
      hearingId: 'hearing-1',
      kind: 'close',
      version: 1,
      groundId,
      by: { id: 'x', roles: ['clerk'] },
    })
  const stands = async (): Promise<Hearing | undefined> => createHearings(store.database).find('hearing-1')

  /** What is done for a courtroom that has just been opened. */
  const opened = (): readonly string[] => {
    done = []
    onAir.opened('room-1')
    return done
  }

  it('take the media with them, and media are taken away before anybody is told', async () => {
    await give('start', 0, 'technician')
    await give('close', 1, 'bench')
    await give('reopen', 2)
    await give('end', 3)
    expect(done).toEqual([
      'hearing-1 record open',
      'room-1 open',
      'hearing-1 tell live 1',
      'room-1 cut',
      'hearing-1 record off',
      'hearing-1 tell closed 2',
      'hearing-1 record open',
      'room-1 open',
      'hearing-1 tell live 3',
      'room-1 cut',
      'hearing-1 record ended',
      'room-1 preview',
      'hearing-1 tell ended 4',
    ])
    const written = await store.database.selectFrom('audit_entries').select(['kind', 'data']).execute()
    expect(written.map(({ kind }) => kind)).toEqual([
      'court.imported',
      'hearing.start',
      'hearing.close',
      'hearing.reopen',
      'hearing.end',
    ])
    expect(JSON.parse(written[2]?.data ?? '')).toMatchObject({ role: 'bench', from: 'live', to: 'closed' })
  })

  it('let a courtroom be previewed while no hearing is under way in it, and no courtroom that has just been opened anew otherwise', async () => {
    expect(opened()).toEqual(['room-1 preview'])
    await give('start', 0)
    expect(opened()).toEqual([])
    await give('close', 1)
    expect(opened()).toEqual([])
    await give('end', 2)
    expect(opened()).toEqual(['room-1 preview'])
  })

  it('lose when the state has moved on, all but the one to close', async () => {
    await give('start', 0)
    await give('recess', 1)
    expect(await codeOf(give('recess', 1))).toBe('state_moved_on')
    expect(await codeOf(give('start', 1, 'technician'))).toBe('state_moved_on')
    expect(await codeOf(give('close', 1, 'technician'))).toBe('obeyed')
    expect(await stands()).toMatchObject({ state: 'closed', version: 3 })
    expect(await codeOf(give('close', 1, 'technician'))).toBe('not_in_this_state')
    await give('reopen', 3)
    // From a tab that slept through the closing and the reopening.
    expect(await codeOf(give('close', 2, 'technician'))).toBe('state_moved_on')
    expect(await stands()).toMatchObject({ state: 'live', version: 4 })
  })

  it('are nobody else’s to give', async () => {
    await give('start', 0)
    expect(await codeOf(give('close', 1, 'journalist'))).toBe('refused')
    expect(await codeOf(give('close', 1, 'administrator'))).toBe('refused')
    await give('close', 1)
    expect(await codeOf(give('reopen', 2, 'technician'))).toBe('refused')
    expect(await codeOf(give('reopen', 2, 'bench'))).toBe('refused')
    expect(await codeOf(give('close', 0, 'clerk', 'no-such'))).toBe('refused')
    expect(await stands()).toMatchObject({ state: 'closed', version: 2 })
  })

  it('given at once are obeyed once', async () => {
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(give('start', 0))))
    expect(codes.toSorted()).toEqual(['obeyed', 'state_moved_on', 'state_moved_on'])
  })

  it('do not start a second hearing in a courtroom', async () => {
    await give('start', 0)
    await give('close', 1)
    expect(await codeOf(give('start', 0, 'technician', 'hearing-1b'))).toBe('courtroom_busy')
    await give('end', 2)
    expect(await codeOf(give('start', 0, 'technician', 'hearing-1b'))).toBe('obeyed')
  })

  it('know a ground only for closing, and only the court’s own', async () => {
    await give('start', 0)
    expect(await codeOf(close('other-courts'))).toBe('bad_request')
    expect(await codeOf(close('private-life'))).toBe('obeyed')
    expect(await stands()).toMatchObject({ groundId: 'private-life' })
    await give('reopen', 2)
    expect(await stands()).toMatchObject({ groundId: null })
  })

  it('to close cut the media even where nothing can be written', async () => {
    await give('start', 0)
    done.length = 0
    await store.database.schema.dropTable('orders').execute()
    await store.database.schema
      .createTable('orders')
      .addColumn('hearing_id', 'text')
      .addColumn('version', 'integer')
      .addColumn('kind', 'text')
      .execute()
    expect(await codeOf(give('close', 1))).toBe('closed_unwritten')
    expect(done.slice(0, 2)).toEqual(['room-1 cut', 'hearing-1 record off'])
    expect(onAir.courtroomOf('hearing-1')).toBeUndefined()
    expect(await stands()).toMatchObject({ state: 'live', version: 1 })
  })

  const rename = (from: string, to: string) => store.database.schema.alterTable(from).renameTo(to).execute()
  const orderRows = () =>
    store.database.selectFrom('orders').select(['kind', 'version', 'ground_id']).orderBy('version').execute()

  it('to close are written once it can be done, by themselves, and no other is obeyed before', async () => {
    await give('start', 0)
    await rename('audit_entries', 'taken_away')
    expect(await codeOf(close('private-life'))).toBe('closed_unwritten')
    expect(await codeOf(give('end', 1))).toBe('closed_unwritten')
    expect(await codeOf(give('close', 1))).toBe('closed_unwritten')
    expect(await stands()).toMatchObject({ state: 'live' })
    expect(onAir.hearing('hearing-1')).toMatchObject({ state: 'closed', version: 2 })

    done.length = 0
    await rename('taken_away', 'audit_entries')
    await vi.waitFor(
      async () => expect(await stands()).toMatchObject({ state: 'closed', version: 2 }),
      20_000,
    )
    expect(await orderRows()).toEqual([
      { kind: 'start', version: 1, ground_id: null },
      { kind: 'close', version: 2, ground_id: 'private-life' },
    ])
    expect(done).toEqual([])
    expect(await codeOf(give('reopen', 2))).toBe('obeyed')
    expect(onAir.courtroomOf('hearing-1')).toBe('room-1')
  })

  it('to close are obeyed by what is known where the store says nothing, and sent again answer as obeyed', async () => {
    await give('start', 0)
    done.length = 0
    await rename('hearings', 'taken_away')
    expect(await codeOf(give('close', 2))).not.toBe('closed_unwritten')
    expect(await codeOf(give('close', 1, 'journalist'))).toBe('refused')
    expect(done).toEqual([])
    expect(await codeOf(close('other-courts'))).toBe('closed_unwritten')
    expect(done).toEqual(['room-1 cut', 'hearing-1 record off', 'hearing-1 tell closed 2'])

    await rename('taken_away', 'hearings')
    expect(await codeOf(give('close', 1))).toBe('obeyed')
    // A ground that nobody could look up is left out.
    expect(await orderRows()).toEqual([
      { kind: 'start', version: 1, ground_id: null },
      { kind: 'close', version: 2, ground_id: null },
    ])
  })

  it('to close outlive the server that could not write them, and the next one opens nothing before it has', async () => {
    await give('start', 0)
    await rename('audit_entries', 'taken_away')
    expect(await codeOf(close('private-life'))).toBe('closed_unwritten')
    orders.stop()

    orders = make()
    expect(await codeOf(orders.takeUp())).toBe('closed_unwritten')
    await rename('taken_away', 'audit_entries')
    orders.stop()
    orders = make()
    await orders.takeUp()
    expect(await stands()).toMatchObject({ state: 'closed', version: 2, groundId: 'private-life' })
    expect(existsSync(join(folder, 'unwritten.json'))).toBe(false)
    await orders.takeUp()
    expect(await orderRows()).toHaveLength(2)
  })
})
