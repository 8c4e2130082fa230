import { z } from 'zod'
import { startApp } from './app.ts'
import { readConfig, SettingsError } from './config.ts'
import { createLog } from './log.ts'

/** Everything stops within this time, or is left to die with the process. */
const stopBoundMs = 8000

// Keys, sessions and recordings are nobody else's to read.
process.umask(0o077)

try {
  const config = readConfig()
  const log = createLog(config.logLevel)
  const app = await startApp(config, log)
  log.info({ url: app.url, pid: process.pid }, 'ready')

  const stop = (why: string): void => {
    log.info({ why }, 'stopping')
    setTimeout(() => {
      log.error('did not stop in time')
      process.exit(1)
    }, stopBoundMs).unref()
    void app.stop().then(() => {
      log.info('stopped')
      process.exit(0)
    })
  }
  const once = (why: string): void => {
    // A second signal is for those who can't wait.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
    stop(why)
  }
  const whenAsked = Promise.withResolvers<string>()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(signal, () => whenAsked.resolve(signal))
  if (config.exitWithParent) process.stdin.resume().once('close', () => whenAsked.resolve('the parent ended'))
  once(await whenAsked.promise)
} catch (error) {
  const shape = z.object({ code: z.string(), syscall: z.literal('listen') }).safeParse(error)
  const said =
    error instanceof SettingsError
      ? error.problems.join('\n')
      : shape.success
        ? `PRESS_GALLERY_HOST and PRESS_GALLERY_PORT can't be listened on (${shape.data.code}): write others, or end what has them.`
        : `Press Gallery could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  process.stderr.write(`${said}\n`)
  process.exit(1)
}
