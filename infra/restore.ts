// Puts a back-up in the place of the store, while no server runs: npm run restore -- --from FILE
import { parseArgs } from 'node:util'
import { readConfig } from '@press-gallery/server/config'
import { storeAddress } from '@press-gallery/server/store/open-store'
import { restore } from '@press-gallery/server/store/restore'
import { verdictOf } from './audit-verdict.ts'
import { runCommand } from './command.ts'

await runCommand(async () => {
  const { values } = parseArgs({ options: { from: { type: 'string' } } })
  if (values.from === undefined) throw new Error('usage: npm run restore -- --from FILE')
  const config = readConfig()
  const address = storeAddress(config)
  const { keptAs, audit } = await restore({
    address,
    dataDir: config.dataDir,
    fromFile: values.from,
    nowMs: () => Date.now(),
  })
  console.log(
    `Restored from ${values.from}.${keptAs === null ? '' : ` What was there is kept as ${keptAs}.`}`,
  )
  console.log(verdictOf(audit))
  return audit.problems.length === 0 ? 0 : 1
})
