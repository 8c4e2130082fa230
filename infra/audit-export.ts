// The whole audit log as JSON Lines on standard output, also while the server runs: npm run -s audit-export > audit.jsonl
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { createAuditReader } from '@press-gallery/server/audit/audit-reader'
import { readConfig } from '@press-gallery/server/config'
import { openStore, storeAddress } from '@press-gallery/server/store/open-store'
import { runCommand } from './command.ts'

await runCommand(async () => {
  const store = await openStore(storeAddress(readConfig()), { migrate: false })
  try {
    const reader = createAuditReader({
      database: store.database,
      audit: createAuditLog(() => Date.now()),
    })
    const lines = await reader.exportLines({}, { personId: null, scope: 'all' })
    await pipeline(Readable.from(lines), process.stdout)
    return 0
  } finally {
    await store.close()
  }
})
