import pino from 'pino'
import { createLogFacts } from '../src/audit/log-facts.ts'
import { readDisks } from '../src/health/disks.ts'
import { createProcessorUse } from '../src/health/processor-use.ts'
import { createServerHealth, logKinds, type ServerHealth } from '../src/health/server-health.ts'
import type { Database } from '../src/store/open-store.ts'
import { readStoreFacts } from '../src/store/store-facts.ts'

export interface HealthOfOptions {
  database: Database
  isWritable: () => Promise<boolean>
  dataDir: string
  /** With `sfu` false there is no worker. */
  parts: Readonly<Record<string, boolean>>
  nowMs: () => number
}

/** The health of a server without media: a worker that is this process, and the real store, log and disk. */
export function healthOf({ database, isWritable, dataDir, parts, nowMs }: HealthOfOptions): ServerHealth {
  const worker = { index: 0, pid: process.pid, startedMs: 0, courtrooms: 1, viewers: 3 }
  return createServerHealth({
    sfu: async () => ({
      workers: parts['sfu'] === false ? [] : [worker],
      deaths: [],
      publishedBitrateBps: { 'room-1': 2e6 },
      viewers: { 'room-1': 3 },
      previews: {},
      standBys: { 'room-1': 1 },
    }),
    workersWanted: 1,
    processorUse: createProcessorUse(),
    recorder: {
      enabled: true,
      hearings: () =>
        Promise.resolve([
          {
            hearingId: 'hearing-1',
            courtroomId: 'room-1',
            title: 'A hearing',
            courtroom: 'Courtroom 1',
            hearing: 'live',
            state: 'recording',
            lagS: 1.5,
            deaths: 0,
            lastDeathMs: null,
          },
        ]),
      areUp: () => true,
    },
    disks: () => readDisks(dataDir),
    store: { isWritable, facts: () => readStoreFacts(database, 'sqlite') },
    log: createLogFacts(database, Object.values(logKinds)),
    headIsMailed: false,
    mail: () => null,
    tls: 'nowhere',
    certificate: () => Promise.resolve(null),
    isOpen: false,
    sockets: () => 3,
    attending: () => Promise.resolve(3),
    process: {
      version: '0.0.0',
      node: process.version,
      startedMs: 0,
      memoryBytes: () => process.memoryUsage.rss(),
    },
    loopDelay: () => ({ p99Ms: 1, maxMs: 2 }),
    nowMs,
    complain: pino({ level: 'silent' }),
  })
}
