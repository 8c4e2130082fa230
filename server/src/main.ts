import { z } from 'zod'
import { startApp } from './app.ts'
import { readConfig, SettingsError } from './config.ts'
import { CertificateError } from './http/certificate.ts'
import { createLog } from './log.ts'
import { preferLive } from './priority.ts'

/** Everything stops within this time, or is left to die with the process. */
const stopBoundMs = 8000

// Keys, sessions and recordings are nobody else's to read.
process.umask(0o077)

try {
  const config = readConfig()
  const log = createLog(config.logLevel)
  // Heard from the beginning: a start that is interrupted stops what it has started.
  const asked = Promise.withResolvers<string>()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, asked.resolve)
  if (config.exitWithParent) process.stdin.resume().once('close', () => asked.resolve('the parent ended'))

  preferLive(log)
  const app = await startApp(config, log)
  log.info({ url: app.url, pid: process.pid }, 'ready')
  log.info({ why: await asked.promise }, 'stopping')
  setTimeout(() => {
    log.error('did not stop in time')
    process.exit(1)
  }, stopBoundMs).unref()
  await app.stop()
  log.info('stopped')
  process.exit(0)
} catch (error) {
  process.stderr.write(`${whatIsWrong(error)}\n`)
  process.exit(1)
}

/** For the person who started it: a sentence where they can mend it, all there is where they can't. */
function whatIsWrong(error: unknown): string {
  if (error instanceof SettingsError) return error.problems.join('\n')
  if (error instanceof CertificateError)
    return `PRESS_GALLERY_TLS_CERT, PRESS_GALLERY_TLS_KEY: ${error.message}`
  const listening = z.object({ code: z.string(), syscall: z.literal('listen') }).safeParse(error)
  if (listening.success) {
    return `PRESS_GALLERY_HOST and PRESS_GALLERY_PORT can't be listened on (${listening.data.code}): write others, or end what has them.`
  }
  return `Press Gallery could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
