// `npm run import-court -- FILE`: writes a court file into the store, and prints how its hearings stand, one line of JSON.
import { sealingKey } from '@press-gallery/server/access/sealed-secret'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { readConfig, SettingsError } from '@press-gallery/server/config'
import { readCourtFile } from '@press-gallery/server/court-file'
import { importCourt } from '@press-gallery/server/court-import'
import { createHearings } from '@press-gallery/server/hearings/hearings'
import { openStore, storeAddress } from '@press-gallery/server/store/open-store'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

// Keys and the database are nobody else's to read.
process.umask(0o077)

const [file, ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0) {
  console.error('usage: npm run import-court -- FILE')
  process.exit(2)
}

const nowMs = (): number => Date.now()
try {
  const config = readConfig()
  const court = readCourtFile(resolve(process.env['INIT_CWD'] ?? '.', file))
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const store = await openStore(storeAddress(config))
  try {
    const { database } = store
    const audit = createAuditLog(nowMs)
    await importCourt(court, { database, audit, sealingKey: sealingKey(config.dataDir), nowMs })
    const hearings = createHearings(database)
    const written = await Promise.all(court.hearings.map(({ id }) => hearings.find(id)))
    console.log(
      JSON.stringify({
        hearings: written.flatMap((one) =>
          one === undefined ? [] : [{ id: one.id, state: one.state, version: one.version }],
        ),
      }),
    )
    console.error(
      'Done. A running server shows new hearings and people at once, and new courtrooms after a restart.',
    )
  } finally {
    await store.close()
  }
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  console.error(error.problems.join('\n'))
  process.exitCode = 1
}
