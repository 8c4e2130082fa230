import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startAuditDaily, type AuditDaily } from './daily.ts'
import { openWrittenLog, type WrittenLog } from './testing/written-log.ts'
import { verifyLog } from './verify-log.ts'

const dayMs = 86_400_000

describe('the daily work of the audit log', () => {
  let log: WrittenLog
  let letters: { to: string; text: string }[]
  let printed: { msg: string; seq?: number; hash?: string }[]
  let mailWorks: boolean
  const started: AuditDaily[] = []

  beforeEach(async () => {
    log = await openWrittenLog('sqlite')
    await log.addPerson('person-a', 'Aigerim')
    await log.append({ kind: 'a.b', actorId: 'person-a' })
    letters = []
    printed = []
    mailWorks = true
  })
  afterEach(async () => {
    for (const daily of started.splice(0)) await daily.stop()
    await log.store.end()
  })

  function start(): AuditDaily {
    const daily = startAuditDaily({
      database: log.store.database,
      audit: log.audit,
      personalDays: 60,
      mailTo: ['audit@court.kz', 'head@court.kz'],
      mail: (letter) => {
        if (mailWorks) letters.push(letter)
        return Promise.resolve(mailWorks)
      },
      nowMs: () => log.clock.nowMs,
      log: pino({ base: null }, { write: (line) => void printed.push(JSON.parse(line)) }),
    })
    started.push(daily)
    return daily
  }
  const heads = () => printed.filter(({ msg }) => msg === 'head of the audit log')

  test('prints and mails the head once a day, also over a restart', async () => {
    const daily = start()
    await daily.tick()
    await daily.tick()
    const [head] = heads()
    expect(heads()).toHaveLength(1)
    expect(letters.map(({ to }) => to)).toEqual(['audit@court.kz', 'head@court.kz'])
    expect(letters[0]?.text).toContain(`${head?.seq}:${head?.hash}`)
    await daily.stop()

    await start().tick()
    expect(letters).toHaveLength(2)
    log.clock.nowMs += dayMs
    await started.at(-1)?.tick()
    expect(letters).toHaveLength(4)
    expect(heads()).toHaveLength(3)
    const known = heads().map(({ seq = 0, hash = '' }) => ({ seq, hash }))
    expect(await verifyLog(log.store.database, known)).toMatchObject({ problems: [] })
  })

  test('mails later what the mail server did not take', async () => {
    mailWorks = false
    const daily = start()
    await daily.tick()
    mailWorks = true
    await daily.tick()
    await daily.tick()
    expect(letters).toHaveLength(2)
  })

  test('takes names out whose time is over', async () => {
    const daily = start()
    log.clock.nowMs += 100 * dayMs
    await daily.tick()
    expect(await log.store.database.selectFrom('audit_subjects').selectAll().execute()).toEqual([])
    expect(await verifyLog(log.store.database)).toMatchObject({ problems: [] })
  })
})
