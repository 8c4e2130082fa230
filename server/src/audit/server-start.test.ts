import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { factsOf } from './line.ts'
import { recordStart } from './server-start.ts'
import { openWrittenLog, type WrittenLog } from './testing/written-log.ts'

let log: WrittenLog
beforeEach(async () => {
  log = await openWrittenLog('sqlite')
})
afterEach(() => log.store.end())

test('a start is in the log with its settings, and with what was changed since the last; no secret is', async () => {
  const { database } = log.store
  const start = async (env: Record<string, string>) => {
    await recordStart({ database, audit: log.audit, settings: readConfig(env).inForce })
    const entries = await database.selectFrom('audit_entries').orderBy('seq').select('data').execute()
    return factsOf(entries.at(-1)?.data ?? '')
  }
  const secret = 'a-token-that-is-long-enough'
  expect(await start({ PRESS_GALLERY_METRICS_TOKEN: secret })).toMatchObject({
    PRESS_GALLERY_PORT: '8080',
    PRESS_GALLERY_METRICS_TOKEN: 'set',
    changed: [],
  })
  expect(await start({ PRESS_GALLERY_METRICS_TOKEN: secret })).toMatchObject({ changed: [] })
  expect(await start({ PRESS_GALLERY_PORT: '8081' })).toMatchObject({
    PRESS_GALLERY_PORT: '8081',
    changed: ['PRESS_GALLERY_PORT', 'PRESS_GALLERY_METRICS_TOKEN'],
  })
})
