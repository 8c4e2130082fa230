// `npm run first-administrator -- LOGIN [--name NAME] [--language kk|ru|en] [--another]`: prints a one-time link for an
// administrator of all courts. The server may run meanwhile, or not.
import { inviteFirstAdministrator } from '@press-gallery/server/access/first-administrator'
import { linkAddress } from '@press-gallery/server/access/one-time-links'
import { createPeopleParts } from '@press-gallery/server/access/people-parts'
import { sealingKey } from '@press-gallery/server/access/sealed-secret'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { readConfig, SettingsError, type Config } from '@press-gallery/server/config'
import { DomainError } from '@press-gallery/server/protocol/errors'
import { language } from '@press-gallery/server/protocol/identifiers'
import { newLogin, personName } from '@press-gallery/server/protocol/person-fields'
import { openStore, storeAddress } from '@press-gallery/server/store/open-store'
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { z } from 'zod'

// Keys and the database are nobody else's to read.
process.umask(0o077)

const usage = 'usage: npm run first-administrator -- LOGIN [--name NAME] [--language kk|ru|en] [--another]'
const wish = z.object({ login: newLogin, name: personName, language, another: z.boolean() })

function readWish(): z.infer<typeof wish> | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        language: { type: 'string', default: 'ru' },
        another: { type: 'boolean', default: false },
      },
    })
    const [login, ...rest] = positionals
    const parsed = wish.safeParse({ ...values, login, name: values.name ?? login })
    return parsed.success && rest.length === 0 ? parsed.data : null
  } catch {
    return null
  }
}

/** Where this installation is opened, as far as its settings tell. */
function originOf({ allowedOrigins, tls, host, port }: Config): string {
  const [first] = allowedOrigins
  const name = host.includes(':') ? `[${host}]` : host
  return first ?? `${tls === null ? 'http' : 'https'}://${name}:${port}`
}

const nowMs = (): number => Date.now()
const wished = readWish()
if (wished === null) {
  console.error(usage)
  process.exit(2)
}
try {
  const config = readConfig()
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const store = await openStore(storeAddress(config))
  try {
    const { database } = store
    const parts = await createPeopleParts({
      database,
      audit: createAuditLog(nowMs),
      rightsChanges: { changed: () => undefined },
      sealingKey: sealingKey(config.dataDir),
      sessionLifetimeS: config.sessionLifetimeS,
      mailer: null,
      directory: null,
      nowMs,
      log: pino({ level: 'silent' }),
    })
    const { secret, endsMs } = await inviteFirstAdministrator({ database, ...parts }, wished)
    console.error(
      `Open it in a browser, at the address that this server is reached at, before ${new Date(endsMs).toISOString()}. It works once.`,
    )
    console.log(linkAddress(originOf(config), secret))
  } finally {
    await store.close()
  }
} catch (error) {
  process.exitCode = 1
  if (error instanceof SettingsError) console.error(error.problems.join('\n'))
  else if (error instanceof DomainError && error.code === 'taken') {
    console.error(
      'There is an administrator of all courts, or somebody with this login, already: sign in as that one, or add --another and another login.',
    )
  } else throw error
}
