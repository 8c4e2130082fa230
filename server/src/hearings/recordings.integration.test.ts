import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCuedFeed } from '../recording/testing/cued-feed.ts'
import { createRecordings } from './recordings.ts'
import type { Recordings } from './recordings.ts'

const log = pino({ level: 'silent' })
let dataDir = ''
let recordings: Recordings
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'recordings-'))
})
afterEach(async () => {
  await recordings.stop()
  await rm(dataDir, { recursive: true })
})

let rooms: Set<string>

function begin(enabled: boolean): void {
  const feed = createCuedFeed()
  rooms = new Set(['room-1'])
  recordings = createRecordings({
    enabled,
    courtrooms: { feed: (courtroomId) => (rooms.has(courtroomId) ? feed : undefined) },
    dataDir,
    nowMs: Date.now,
    log,
  })
}

const order = { hearingId: 'hearing-1', courtroomId: 'room-1', sealRecipient: null }

describe('createRecordings()', () => {
  it('follows a hearing from its first order to its end, and forgets it then', async () => {
    begin(true)
    recordings.apply({ ...order, mode: 'ended' })
    expect([recordings.state('hearing-1'), recordings.list(), recordings.areUp()]).toEqual([
      'stopped',
      [],
      true,
    ])
    recordings.apply({ ...order, mode: 'off' })
    expect(recordings.state('hearing-1')).toBe('paused')
    expect(await readdir(dataDir)).toEqual([])

    recordings.apply({ ...order, mode: 'open' })
    recordings.apply({ ...order, mode: 'open' })
    expect(recordings.list()).toEqual([{ hearingId: 'hearing-1', recording: false, lagS: null }])
    await vi.waitFor(async () => expect(await readdir(dataDir)).toEqual(['hearings']), 20_000)
    expect(recordings.areUp()).toBe(true)
    recordings.apply({ ...order, mode: 'off' })
    expect([recordings.state('hearing-1'), recordings.list()]).toEqual(['paused', []])
    recordings.apply({ ...order, mode: 'ended' })
    expect([recordings.state('hearing-1'), recordings.list()]).toEqual(['stopped', []])
  })

  it('says stopped, not paused, when there is no courtroom to record, and begins when there is one', () => {
    begin(true)
    rooms.clear()
    recordings.apply({ ...order, mode: 'open' })
    expect([recordings.state('hearing-1'), recordings.list()]).toEqual(['stopped', []])
    rooms.add('room-1')
    recordings.apply({ ...order, mode: 'open' })
    expect(recordings.list()).toHaveLength(1)
  })

  it('records nothing when it is switched off', async () => {
    begin(false)
    recordings.apply({ ...order, mode: 'open' })
    expect([recordings.state('hearing-1'), recordings.list(), recordings.areUp()]).toEqual([
      'stopped',
      [],
      true,
    ])
    expect(await readdir(dataDir)).toEqual([])
  })
})
