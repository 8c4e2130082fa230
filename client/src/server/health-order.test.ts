import type { ServerHealthAnswer } from '@press-gallery/server/protocol/server-health'
import { expect, test } from 'vitest'
import { partsInOrder } from './health-order.ts'

const well: ServerHealthAnswer = {
  atMs: 0,
  sfu: { problems: [], workers: [] },
  recorder: { problems: [], enabled: true, recordings: [] },
  disk: { problems: [], disks: [], bytesPerS: 0 },
  database: { problems: [], engine: 'sqlite', sizeBytes: 0, schema: '0001', writtenMs: 0 },
  backup: { problems: [], madeMs: 0, bytes: 0, file: 'backup' },
  audit: {
    problems: [],
    head: { seq: 0, hash: '0'.repeat(64) },
    writtenMs: null,
    mailedMs: null,
    verifiedMs: 0,
    found: 0,
  },
  mail: { problems: [], isSet: false, takenMs: null, failedMs: null, failure: null },
  certificate: { problems: [], tls: 'nowhere', certificate: null },
  connections: { sockets: 0, viewers: 0, standBys: 0, attending: 0 },
  process: {
    problems: [],
    version: '0',
    node: '0',
    startedMs: 0,
    memoryBytes: 0,
    loopP99Ms: 0,
    loopMaxMs: 0,
  },
}

const shown = (health: Partial<ServerHealthAnswer>, clockOffsetMs = 0): string[] =>
  partsInOrder({ ...well, ...health }, clockOffsetMs).map(({ name, level }) => `${name} ${level}`)

test('all parts are shown, in the same order while all is well', () => {
  expect(new Set(shown({}).map((part) => part.split(' ')[1]))).toEqual(new Set(['good']))
  // Every part there is, and this device's clock.
  expect(shown({})).toHaveLength(Object.keys(well).length)
})

test('the worst comes first, then what does not answer, then what can wait', () => {
  const order = shown(
    {
      backup: { problems: ['backup_none'], madeMs: null, bytes: null, file: null },
      database: null,
      disk: { problems: ['disk_full'], disks: [], bytesPerS: 0 },
    },
    -3000,
  )
  expect(order.slice(0, 5)).toEqual(['disk bad', 'database none', 'backup warn', 'clock warn', 'sfu good'])
})

test('what a new installation has not done yet is not called good, nor wrong', () => {
  const { audit } = well
  const none = { problems: [], madeMs: null, bytes: null, file: null }
  const fresh = { backup: none, audit: audit && { ...audit, verifiedMs: null, found: null } }
  expect(shown(fresh).filter((part) => !part.endsWith(' good'))).toEqual(['backup due', 'audit due'])
  expect(shown({ backup: { ...none, problems: ['backup_none'] } })[0]).toBe('backup warn')
})

test('of several problems of a part the worst comes first', () => {
  const sfu = { problems: ['sfu_worker_died' as const, 'sfu_worker_down' as const], workers: [] }
  const [first] = partsInOrder({ ...well, sfu }, 0)
  expect(first).toEqual({ name: 'sfu', level: 'bad', problems: ['sfu_worker_down', 'sfu_worker_died'] })
})
