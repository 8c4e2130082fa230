// A new signing key for hearing tokens. A running server takes it at once; tokens of the key before stay good until
// they end, so nobody is thrown out. That it was done stands in the audit log.
import { rotateOnRecord } from '@press-gallery/server/access/rotate-on-record'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { readConfig } from '@press-gallery/server/config'
import { openStore, storeAddress } from '@press-gallery/server/store/open-store'
import { runCommand } from './command.ts'

await runCommand(async () => {
  const config = readConfig()
  const store = await openStore(storeAddress(config), { migrate: false })
  try {
    const { database } = store
    const audit = createAuditLog(() => Date.now())
    const kid = await rotateOnRecord({
      database,
      audit,
      dataDir: config.dataDir,
      actorId: null,
      nowMs: Date.now(),
    })
    console.log(`New signing key: ${kid}`)
    return 0
  } finally {
    await store.close()
  }
})
