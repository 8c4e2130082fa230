// A back-up of the store, while the server runs: npm run backup -- --out FILE
import { parseArgs } from 'node:util'
import { readConfig } from '@press-gallery/server/config'
import { backUp } from '@press-gallery/server/store/back-up'
import { storeAddress } from '@press-gallery/server/store/open-store'
import { runCommand } from './command.ts'

await runCommand(async () => {
  const { values } = parseArgs({ options: { out: { type: 'string' } } })
  if (values.out === undefined) throw new Error('usage: npm run backup -- --out FILE')
  const config = readConfig()
  await backUp(storeAddress(config), values.out, () => Date.now())
  console.log(
    `Backed up to ${values.out}. Recordings and the keys (${config.dataDir}/keys) are not in it: keep a copy of the keys in another place.`,
  )
  return 0
})
