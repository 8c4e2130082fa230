// Checks the audit log, also while the server runs: npm run audit-verify -- [--head SEQ:HASH]...
// A head is what the server prints and mails each day. Ends with 0 where nothing was changed, 1 where something was.
import { parseArgs } from 'node:util'
import { verifyLog } from '@press-gallery/server/audit/verify-log'
import { readConfig, SettingsError } from '@press-gallery/server/config'
import { auditHead, type AuditHead } from '@press-gallery/server/protocol/audit'
import { openStore, storeAddress } from '@press-gallery/server/store/open-store'
import { verdictOf } from './audit-verdict.ts'
import { runCommand } from './command.ts'

function toHead(text: string): AuditHead {
  const [seq = '', hash = ''] = text.split(':')
  const head = auditHead.safeParse({ seq: /^\d+$/.test(seq) ? Number(seq) : null, hash })
  if (!head.success) throw new SettingsError([`${text} is no head: write it as it was printed, SEQ:HASH.`])
  return head.data
}

await runCommand(async () => {
  const { values } = parseArgs({ options: { head: { type: 'string', multiple: true } } })
  const heads = (values.head ?? []).map(toHead)
  const store = await openStore(storeAddress(readConfig()), { migrate: false })
  try {
    const verified = await verifyLog(store.database, heads)
    console.log(verdictOf(verified))
    return verified.problems.length === 0 ? 0 : 1
  } finally {
    await store.close()
  }
})
