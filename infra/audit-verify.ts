// Checks the audit log, also while the server runs: npm run audit-verify -- [--head SEQ:HASH]...
// A head is what the server prints and mails each day. Ends with 0 where nothing was changed, 1 where something was. That it
// was done, and what was found, goes into the log, for the server's page to tell; the verdict is of the log before that.
import { parseArgs } from 'node:util'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { recordVerified } from '@press-gallery/server/audit/record-verified'
import { verifyLog } from '@press-gallery/server/audit/verify-log'
import { readConfig, SettingsError } from '@press-gallery/server/config'
import { auditHead, type AuditHead, type AuditVerifyAnswer } from '@press-gallery/server/protocol/audit'
import { reasonOf } from '@press-gallery/server/store/bring-up'
import { openStore, storeAddress, type Database } from '@press-gallery/server/store/open-store'
import { verdictOf } from './audit-verdict.ts'
import { runCommand } from './command.ts'

function toHead(text: string): AuditHead {
  const [seq = '', hash = ''] = text.split(':')
  const head = auditHead.safeParse({ seq: /^\d+$/.test(seq) ? Number(seq) : null, hash })
  if (!head.success) throw new SettingsError([`${text} is no head: write it as it was printed, SEQ:HASH.`])
  return head.data
}

/** A copy that is only read, and a log that takes no more entries, can be verified all the same. */
async function leaveTrace(database: Database, verified: AuditVerifyAnswer): Promise<void> {
  const audit = createAuditLog(() => Date.now())
  try {
    await recordVerified(verified, { database, audit, actorId: null })
  } catch (error) {
    console.error(
      `The server's page will not tell of this check, which could not be written down: ${reasonOf(error)}.`,
    )
  }
}

await runCommand(async () => {
  const { values } = parseArgs({ options: { head: { type: 'string', multiple: true } } })
  const heads = (values.head ?? []).map(toHead)
  const store = await openStore(storeAddress(readConfig()), { migrate: false })
  try {
    const verified = await verifyLog(store.database, heads)
    console.log(verdictOf(verified))
    await leaveTrace(store.database, verified)
    return verified.problems.length === 0 ? 0 : 1
  } finally {
    await store.close()
  }
})
