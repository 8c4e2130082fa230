import packageFile from '../../package.json' with { type: 'json' }
import { createLogFacts } from '../audit/log-facts.ts'
import { isLoopback, type Config } from '../config.ts'
import { readCertificateFacts } from '../health/certificate-facts.ts'
import { readDisks } from '../health/disks.ts'
import { measureEventLoop } from '../health/event-loop.ts'
import { createProcessorUse } from '../health/processor-use.ts'
import {
  createServerHealth,
  logKinds,
  type RecordedHearing,
  type ServerHealth,
} from '../health/server-health.ts'
import type { Store } from '../store/open-store.ts'
import { readStoreFacts } from '../store/store-facts.ts'
import type { FaceOptions } from './face.ts'

export interface HealthOptions extends Pick<
  FaceOptions,
  'config' | 'media' | 'people' | 'hearings' | 'nowMs' | 'log' | 'owner'
> {
  store: Store
  /** Open connections of pages, by namespace. */
  sockets: () => Record<string, number>
}

/** How the server is: each part is asked as it runs. */
export function startHealth(options: HealthOptions): ServerHealth {
  const { config, store, media, people, hearings, sockets, nowMs, log, owner } = options
  const { sfu, recordings } = media
  const { database, engine } = store
  const loop = measureEventLoop()
  owner.owns('event loop meter', () => loop.stop())

  const recorded = async (): Promise<RecordedHearing[]> => {
    const [underWay, courtrooms] = await Promise.all([
      hearings.hearings.underWay(),
      hearings.courts.everyCourtroom(),
    ])
    const names = new Map(courtrooms.map(({ id, name }) => [id, name]))
    const lags = new Map(recordings.list().map(({ hearingId, lagS }) => [hearingId, lagS]))
    return underWay.map(({ id, courtroomId, title, state }) => {
      const { count, lastMs } = recordings.deaths(id)
      return {
        hearingId: id,
        courtroomId,
        title,
        courtroom: names.get(courtroomId) ?? courtroomId,
        hearing: state,
        state: recordings.state(id),
        lagS: lags.get(id) ?? null,
        deaths: count,
        lastDeathMs: lastMs,
      }
    })
  }

  return createServerHealth({
    sfu: () => sfu.stats(),
    workersWanted: config.workerCount,
    processorUse: createProcessorUse(),
    recorder: { enabled: config.recorder, hearings: recorded, areUp: () => recordings.areUp() },
    disks: () => readDisks(config.dataDir),
    store: { isWritable: () => store.isWritable(), facts: () => readStoreFacts(database, engine) },
    log: createLogFacts(database, Object.values(logKinds)),
    headIsMailed: people.mailer !== null && config.audit.mailTo.length > 0,
    mail: () => people.mailer?.outcome ?? null,
    tls: tlsOf(config),
    certificate: async () => (config.tls === null ? null : readCertificateFacts(config.tls.certFile)),
    isOpen: !isLoopback(config.host),
    sockets: () => Object.values(sockets()).reduce((sum, count) => sum + count, 0),
    attending: async () =>
      (await hearings.hearings.underWay()).reduce(
        (sum, { id }) => sum + (hearings.attendance.now(id)?.watching ?? 0),
        0,
      ),
    process: {
      version: packageFile.version,
      node: process.version,
      startedMs: Math.round(nowMs() - process.uptime() * 1000),
      memoryBytes: () => process.memoryUsage.rss(),
    },
    loopDelay: () => loop.delay,
    nowMs,
    complain: log,
  })
}

const tlsOf = ({ tls, trustProxy }: Pick<Config, 'tls' | 'trustProxy'>): 'here' | 'proxy' | 'nowhere' => {
  if (tls !== null) return 'here'
  return trustProxy.length > 0 ? 'proxy' : 'nowhere'
}
