import { describe, expect, it, test } from 'vitest'
import { judge } from './judge.ts'

const nowMs = Date.parse('2026-12-01T10:00:00Z')
const minuteMs = 60_000
const dayMs = 86_400_000

type Worker = Parameters<typeof judge.sfu>[0]['workers'][number]
const worker = (more: Partial<Worker> = {}): Worker => ({
  index: 0,
  pid: 100,
  startedMs: 0,
  courtrooms: 1,
  viewers: 2,
  cpuPercent: 3,
  deaths: 0,
  lastDeathMs: null,
  ...more,
})
const dead = worker({ pid: null, startedMs: null, deaths: 1, lastDeathMs: nowMs })

describe('SFU workers', () => {
  test.for<[string, Worker[], string[]]>([
    ['all alive', [worker(), worker()], []],
    ['one dead', [worker(), dead], ['sfu_worker_down']],
    ['all dead', [dead], ['sfu_none']],
    ['one that came back', [worker({ deaths: 1, lastDeathMs: nowMs - minuteMs })], ['sfu_worker_died']],
    ['one that came back yesterday', [worker({ deaths: 1, lastDeathMs: nowMs - dayMs })], []],
  ])('%s', ([, workers, problems]) => {
    expect(judge.sfu({ workers }, nowMs)).toEqual(problems)
  })
})

type Recording = Parameters<typeof judge.recorder>[0]['recordings'][number]
const recording = (state: Recording['state'], lastDeathMs: number | null = null): Recording => ({
  hearingId: 'hearing',
  title: 'A hearing',
  courtroom: 'Courtroom',
  hearing: 'live',
  state,
  lagS: 1,
  deaths: 0,
  lastDeathMs,
})

describe('the recorder', () => {
  test.for<[string, Recording[], boolean, string[]]>([
    ['all is recorded', [recording('recording'), recording('sealed'), recording('paused')], true, []],
    ['nothing is recorded of one', [recording('recording'), recording('stopped')], true, ['recording_none']],
    ['one stands still', [recording('stalled')], true, ['recording_stalled']],
    ['there is no process', [recording('starting')], false, ['recorder_down']],
    ['a full disk is why there is none', [recording('disk_full')], false, ['recording_disk_full']],
    ['one was killed just now', [recording('recording', nowMs - 1000)], true, ['recorder_died']],
  ])('%s', ([, recordings, isUp, problems]) => {
    expect(judge.recorder({ enabled: true, recordings }, isUp, nowMs)).toEqual(problems)
  })

  it('that is switched off is said to be, and nothing else', () => {
    expect(judge.recorder({ enabled: false, recordings: [recording('stopped')] }, true, nowMs)).toEqual([
      'recorder_off',
    ])
  })
})

test.for<[string, number, number | null, string[]]>([
  ['half empty', 500e9, 100, []],
  ['nothing is recorded', 500e9, null, []],
  ['a twentieth left', 50e9, null, ['disk_low']],
  ['enough until tonight', 500e9, 9, ['disk_low']],
  ['enough for an hour', 500e9, 1, ['disk_full']],
  ['as good as full', 0.5e9, null, ['disk_full']],
])('a disk: %s', ([, freeBytes, hoursLeft, problems]) => {
  const disk = { holds: 'all', folder: '/data', freeBytes, totalBytes: 1000e9, hoursLeft } as const
  const roomy = { ...disk, freeBytes: 900e9, hoursLeft: null }
  expect(judge.disk({ disks: [roomy, disk], bytesPerS: 0 })).toEqual(problems)
})

test.for<[string, number, string[]]>([
  ['ended', -1, ['certificate_ended']],
  ['ends in six days', 6, ['certificate_ends_in_week']],
  ['ends in eight days', 8, ['certificate_ends_in_month']],
  ['ends in 29 days', 29, ['certificate_ends_in_month']],
  ['ends in 31 days', 31, []],
])('a certificate that %s', ([, days, problems]) => {
  const names = { subject: 'CN=press', names: [], issuer: 'CN=court' }
  const certificate = { ...names, fromMs: nowMs - 400 * dayMs, untilMs: nowMs + days * dayMs }
  expect(judge.certificate({ tls: 'here', certificate }, true, nowMs)).toEqual(problems)
})

test('a certificate of tomorrow, one that cannot be used, and none', () => {
  const certificate = {
    subject: '',
    names: [],
    issuer: '',
    fromMs: nowMs + dayMs,
    untilMs: nowMs + 90 * dayMs,
  }
  expect(judge.certificate({ tls: 'here', certificate }, true, nowMs)).toEqual(['certificate_not_begun'])
  const none = { certificate: null }
  expect(judge.certificate({ tls: 'here', ...none }, true, nowMs)).toEqual(['certificate_unusable'])
  expect(judge.certificate({ tls: 'nowhere', ...none }, true, nowMs)).toEqual(['plain_http'])
  expect(judge.certificate({ tls: 'nowhere', ...none }, false, nowMs)).toEqual([])
  expect(judge.certificate({ tls: 'proxy', ...none }, true, nowMs)).toEqual([])
})

test('back-ups are asked for once there is something to lose', () => {
  const none = { madeMs: null, bytes: null, file: null }
  const of = (madeMs: number) => ({ ...none, madeMs })
  expect(judge.backup(none, null, nowMs)).toEqual([])
  expect(judge.backup(none, nowMs - dayMs, nowMs)).toEqual([])
  expect(judge.backup(none, nowMs - 3 * dayMs, nowMs)).toEqual(['backup_none'])
  expect(judge.backup(of(nowMs - dayMs), nowMs - 90 * dayMs, nowMs)).toEqual([])
  expect(judge.backup(of(nowMs - 3 * dayMs), nowMs - 90 * dayMs, nowMs)).toEqual(['backup_old'])
})

test('the audit log', () => {
  const facts = {
    head: { seq: 1, hash: 'a'.repeat(64) },
    writtenMs: nowMs,
    mailedMs: nowMs,
    verifiedMs: nowMs,
    found: 0,
  }
  const since = { beganMs: nowMs - 90 * dayMs, mails: true, nowMs }
  expect(judge.audit(facts, since)).toEqual([])
  expect(judge.audit({ ...facts, found: 2 }, since)).toEqual(['audit_broken'])
  expect(judge.audit({ ...facts, verifiedMs: null, found: null }, since)).toEqual(['audit_unverified'])
  expect(judge.audit({ ...facts, verifiedMs: nowMs - 7 * dayMs }, since)).toEqual([])
  expect(judge.audit({ ...facts, verifiedMs: nowMs - 8 * dayMs }, since)).toEqual(['audit_unverified'])
  expect(judge.audit({ ...facts, mailedMs: nowMs - 3 * dayMs }, since)).toEqual(['audit_unmailed'])
  const unmailed = { ...facts, mailedMs: null }
  expect(judge.audit(unmailed, { ...since, mails: false })).toEqual([])
  expect(judge.audit(unmailed, { ...since, beganMs: nowMs })).toEqual([])
})

test.for<[number | null, number | null, string[]]>([
  [null, null, []],
  [5, null, ['mail_failed']],
  [5, 4, ['mail_failed']],
  [5, 6, []],
])('mail that failed at %s and was taken at %s', ([failedMs, takenMs, problems]) => {
  expect(judge.mail({ isSet: true, failedMs, takenMs, failure: null })).toEqual(problems)
})
