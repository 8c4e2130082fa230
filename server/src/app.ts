import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { startFace } from './app/face.ts'
import { startHearings } from './app/hearings.ts'
import { startMedia } from './app/media.ts'
import { startPeople } from './app/people.ts'
import { createAuditLog } from './audit/audit-log.ts'
import { startAuditDaily } from './audit/daily.ts'
import { recordStart } from './audit/server-start.ts'
import { SettingsError, type Config } from './config.ts'
import { openDataFolder } from './data-folder.ts'
import { createOwner } from './owner.ts'
import { openStore, storeAddress } from './store/open-store.ts'

export interface App {
  /** Where browsers open it. */
  url: string
  stop(): Promise<void>
}

const nowMs = (): number => Date.now()

const clientDir = fileURLToPath(new URL('../../client/dist', import.meta.url))

/** Builds the parts and starts them, what others lean on first. What was started is stopped when a later part fails. */
export async function startApp(config: Config, log: Logger): Promise<App> {
  if (!existsSync(join(clientDir, 'index.html'))) {
    throw new SettingsError([
      'The web client is not built: run `npm run setup`, or `npm run build`, then start again.',
    ])
  }
  const owner = createOwner(log, 4000)
  try {
    const folder = openDataFolder(config.dataDir)
    owner.owns('data folder', () => folder.close())
    const store = await openStore(storeAddress(config), { log })
    owner.owns('store', () => store.close())
    const audit = createAuditLog(nowMs)
    await recordStart({ database: store.database, audit, settings: config.inForce })
    const common = { config, database: store.database, audit, nowMs, log, owner }
    const media = await startMedia(config, nowMs, log, owner)
    const people = await startPeople(common)
    const { mailer } = people
    const daily = startAuditDaily({
      ...common,
      ...config.audit,
      mail: mailer === null ? null : (letter) => mailer.send(letter),
    })
    owner.owns('audit', () => daily.stop())
    const hearings = await startHearings({ ...common, media, people })
    const url = await startFace({ ...common, store, media, people, hearings, clientDir })
    return { url, stop: () => owner.stop() }
  } catch (error) {
    await owner.stop()
    throw error
  }
}
