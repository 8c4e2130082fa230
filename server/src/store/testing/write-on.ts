// Writes until it is killed, and says of each write that it was taken: the process that `kill-proof.integration.test.ts` kills.
import { createAuditLog } from '../../audit/audit-log.ts'
import { openStore } from '../open-store.ts'

const [kind, where = ''] = process.argv.slice(2)
const store = await openStore(kind === 'sqlite' ? { sqliteFile: where } : { postgresUrl: where })
const audit = createAuditLog(() => Date.now())

for (;;) {
  const id = await store.database.transaction().execute(async (write) => {
    const { count } = await write
      .selectFrom('courts')
      .select((court) => court.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    const next = `court-${Number(count) + 1}`
    await write
      .insertInto('courts')
      .values({ id: next, name: next, names: '{}', contact: '', seal_recipient: null })
      .execute()
    await audit.append(write, { kind: 'court.created', courtId: next, actorId: null })
    return next
  })
  process.stdout.write(`${id}\n`)
}
