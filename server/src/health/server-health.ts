import type { Logger } from 'pino'
import type { LogFacts } from '../audit/log-facts.ts'
import type { MailOutcome } from '../mail/mailer.ts'
import type { RecordingState } from '../protocol/api.ts'
import type { HearingState } from '../protocol/hearing-state.ts'
import type { ServerHealthAnswer } from '../protocol/server-health.ts'
import type { SfuStats } from '../sfu/sfu.ts'
import type { StoreFacts } from '../store/store-facts.ts'
import type { CertificateFacts } from './certificate-facts.ts'
import type { Disk } from './disks.ts'
import type { EventLoopDelay } from './event-loop.ts'
import { inTime } from '../in-time.ts'
import { judge } from './judge.ts'
import type { ProcessorUse } from './processor-use.ts'

/** A hearing under way, and what is recorded of it. */
export interface RecordedHearing {
  hearingId: string
  courtroomId: string
  title: string
  courtroom: string
  hearing: HearingState
  state: RecordingState
  lagS: number | null
  deaths: number
  lastDeathMs: number | null
}

/** Where the parts are asked. */
export interface ServerHealthOptions {
  sfu: () => Promise<SfuStats>
  /** How many SFU workers there should be. */
  workersWanted: number
  processorUse: ProcessorUse
  recorder: {
    enabled: boolean
    hearings: () => Promise<RecordedHearing[]>
    /** Each recording that should have a process has one. */
    areUp: () => boolean
  }
  disks: () => Promise<Disk[]>
  store: { isWritable: () => Promise<boolean>; facts: () => Promise<StoreFacts> }
  /** With the kinds `logKinds`. */
  log: () => Promise<LogFacts>
  /** The head of the log is to be mailed. */
  headIsMailed: boolean
  /** Null: no mail is sent. */
  mail: () => MailOutcome | null
  tls: 'here' | 'proxy' | 'nowhere'
  certificate: () => Promise<CertificateFacts | null>
  /** Other machines can reach it. */
  isOpen: boolean
  sockets: () => number
  attending: () => Promise<number>
  process: { version: string; node: string; startedMs: number; memoryBytes: () => number }
  loopDelay: () => EventLoopDelay
  nowMs: () => number
  /** How long a part may take to answer; ms. Default 2500. */
  patienceMs?: number
  complain: Pick<Logger, 'warn'>
}

export interface ServerHealth {
  /** How everything is at this moment. A part that does not answer in time is null, and holds up no other. */
  view(): Promise<ServerHealthAnswer>
}

/** A part that takes longer is of no use to anybody who waits. */
const usualPatienceMs = 2500

export const logKinds = {
  backedUp: 'store.backup_written',
  verified: 'audit.verified',
  headMailed: 'audit.head_mailed',
} as const

export function createServerHealth(options: ServerHealthOptions): ServerHealth {
  const { nowMs, complain, patienceMs = usualPatienceMs } = options
  let writtenMs: number | null = null

  const asked = async <T>(name: string, reading: Promise<T>, withinMs = patienceMs): Promise<T | null> => {
    try {
      return await inTime(reading, withinMs)
    } catch (error) {
      complain.warn({ err: error, part: name }, 'a part of the server could not be asked how it is')
      return null
    }
  }

  return {
    async view() {
      const atMs = nowMs()
      // Asked once, though several parts are judged by it; those may take the longer.
      const sfu = asked('sfu', options.sfu())
      const hearings = options.recorder.hearings()
      const log = options.log()
      const parts = await Promise.all([
        asked('sfu', sfuPart(options, sfu, atMs), 2 * patienceMs),
        asked('recorder', recorderPart(options, hearings, atMs)),
        asked('disk', diskPart(options, sfu, hearings), 2 * patienceMs),
        asked('database', databasePart()),
        asked(
          'backup',
          log.then((facts) => backupPart(facts, atMs)),
        ),
        asked(
          'audit',
          log.then((facts) => auditPart(facts, options.headIsMailed, atMs)),
        ),
        asked('certificate', certificatePart(options, atMs)),
        asked('connections', connectionsPart(options, sfu), 2 * patienceMs),
      ])
      const [sfuNow, recorder, disk, database, backup, audit, certificate, connections] = parts
      const answer: ServerHealthAnswer = {
        atMs,
        sfu: sfuNow,
        recorder,
        disk,
        database,
        backup,
        audit,
        mail: mailPart(options.mail()),
        certificate,
        connections,
        process: processPart(options),
      }
      return answer
    },
  }

  async function databasePart() {
    const [writable, facts] = await Promise.all([options.store.isWritable(), options.store.facts()])
    if (writable) writtenMs = nowMs()
    return { problems: writable ? [] : ['database_read_only' as const], ...facts, writtenMs }
  }
}

async function sfuPart(options: ServerHealthOptions, asked: Promise<SfuStats | null>, atMs: number) {
  const stats = await asked
  if (stats === null) return null
  const { workers, deaths } = stats
  const indexes = Array.from({ length: options.workersWanted }, (_, index) => index)
  const facts = {
    workers: await Promise.all(
      indexes.map(async (index) => {
        const alive = workers.find((worker) => worker.index === index)
        const died = deaths.find((worker) => worker.index === index)
        return {
          index,
          pid: alive?.pid ?? null,
          startedMs: alive?.startedMs ?? null,
          courtrooms: alive?.courtrooms ?? 0,
          viewers: alive?.viewers ?? 0,
          cpuPercent: alive === undefined ? null : await options.processorUse.of(alive.pid),
          deaths: died?.count ?? 0,
          lastDeathMs: died?.lastMs ?? null,
        }
      }),
    ),
  }
  return { problems: judge.sfu(facts, atMs), ...facts }
}

async function recorderPart(
  { recorder: { enabled, areUp } }: ServerHealthOptions,
  hearings: Promise<RecordedHearing[]>,
  atMs: number,
) {
  const recordings = (await hearings).map((hearing) => {
    const { courtroomId: _courtroomId, ...recording } = hearing
    return recording
  })
  const facts = { enabled, recordings }
  return { problems: judge.recorder(facts, areUp(), atMs), ...facts }
}

async function diskPart(
  options: ServerHealthOptions,
  asked: Promise<SfuStats | null>,
  hearings: Promise<RecordedHearing[]>,
) {
  const [disks, stats, recorded] = await Promise.all([options.disks(), asked, hearings])
  const recordedRooms = recorded
    .filter(({ state }) => state === 'recording' || state === 'sealed')
    .map(({ courtroomId }) => courtroomId)
  const bytesPerS =
    stats === null
      ? null
      : recordedRooms.reduce((sum, room) => sum + (stats.publishedBitrateBps[room] ?? 0), 0) / 8
  const facts = {
    disks: disks.map((disk) => ({
      ...disk,
      hoursLeft:
        disk.holds === 'data' || bytesPerS === null || bytesPerS === 0
          ? null
          : disk.freeBytes / bytesPerS / 3600,
    })),
    bytesPerS,
  }
  return { problems: judge.disk(facts), ...facts }
}

function backupPart({ latest, firstMs }: LogFacts, atMs: number) {
  const last = latest.get(logKinds.backedUp)
  const bytes = last?.data['bytes']
  const file = last?.data['file']
  const facts = {
    madeMs: last?.atMs ?? null,
    bytes: typeof bytes === 'number' ? bytes : null,
    file: typeof file === 'string' ? file : null,
  }
  return { problems: judge.backup(facts, firstMs, atMs), ...facts }
}

function auditPart({ head, firstMs, lastMs, latest }: LogFacts, mails: boolean, atMs: number) {
  const verified = latest.get(logKinds.verified)
  const found = verified?.data['problems']
  const facts = {
    head,
    writtenMs: lastMs,
    mailedMs: latest.get(logKinds.headMailed)?.atMs ?? null,
    verifiedMs: verified?.atMs ?? null,
    found: typeof found === 'number' ? found : null,
  }
  return { problems: judge.audit(facts, { beganMs: firstMs, mails, nowMs: atMs }), ...facts }
}

function mailPart(outcome: MailOutcome | null) {
  const { takenMs, failedMs, failure } = outcome ?? { takenMs: null, failedMs: null, failure: null }
  const facts = { isSet: outcome !== null, takenMs, failedMs, failure }
  return { problems: judge.mail(facts), ...facts }
}

async function certificatePart({ tls, certificate, isOpen }: ServerHealthOptions, atMs: number) {
  const facts = { tls, certificate: tls === 'here' ? await certificate() : null }
  return { problems: judge.certificate(facts, isOpen, atMs), ...facts }
}

async function connectionsPart({ sockets, attending }: ServerHealthOptions, asked: Promise<SfuStats | null>) {
  const stats = await asked
  if (stats === null) return null
  const { viewers, standBys } = stats
  return {
    sockets: sockets(),
    viewers: sumOf(viewers),
    standBys: sumOf(standBys),
    attending: await attending(),
  }
}

const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)

function processPart({ process: { memoryBytes, ...known }, loopDelay }: ServerHealthOptions) {
  const { p99Ms, maxMs } = loopDelay()
  const facts = { ...known, memoryBytes: memoryBytes(), loopP99Ms: p99Ms, loopMaxMs: maxMs }
  return { problems: judge.process(facts), ...facts }
}
