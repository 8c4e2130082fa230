import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { environment, settingsInForce, wantOf } from './settings.ts'

export interface Config {
  host: string
  port: number
  dataDir: string
  issuer: string
  tokenLifetimeS: number
  sessionLifetimeS: number
  rtc: { listen: string[]; firstPort: number; announcedAddress: string | null }
  workerCount: number
  /** Null: mediasoup's own. */
  workerBin: string | null
  recorder: boolean
  tls: { certFile: string; keyFile: string } | null
  trustProxy: string[]
  /** Browsers reach us over HTTPS: cookies are `Secure`. */
  secureCookies: boolean
  allowedOrigins: string[]
  metricsToken: string | null
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  exitWithParent: boolean
  /** Null: SQLite in the data folder. Holds a password. */
  databaseUrl: string | null
  /** Signing in by OpenID Connect; null: not. */
  directory: { issuer: string; clientId: string; clientSecret: string } | null
  /** Null: no mail is sent. */
  mail: { smtpUrl: string; from: string } | null
  audit: { personalDays: number; mailTo: string[] }
  /** Every setting as text, without secrets. */
  inForce: Readonly<Record<string, string>>
}

/** Settings that can't be used. `problems` are sentences for a person and hold no value of a setting. */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingsError'
    this.problems = problems
  }
}

/** Nobody on another machine reaches it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Where the SFU worker is that set-up has made, by the file set-up leaves; null where it has not run. */
function workerOfSetup(): string | null {
  const file = fileURLToPath(new URL('../../node_modules/.press-gallery.json', import.meta.url))
  if (!existsSync(file)) return null
  const parsed = z.object({ workerBin: z.string() }).safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data.workerBin : null
}

/** Reads the settings. Throws `SettingsError` that names each bad one and says what to write instead. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const known = new Set(Object.keys(environment.shape))
  const problems = Object.keys(env)
    .filter((key) => key.startsWith('PRESS_GALLERY_') && !known.has(key))
    .map((key) => `${key} is no setting of Press Gallery: ${nearest(key, [...known])}`)
  // Service managers write `KEY=` for a setting that is left alone.
  const given = Object.fromEntries(
    Object.entries(env).filter(([key, value]) => known.has(key) && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])))
    throw new SettingsError([
      ...problems,
      ...[...bad].map((key) => `${key} is not usable: write ${wantOf(key)}.`),
    ])
  }
  const config = { ...toConfig(parsed.data), inForce: settingsInForce(given) }
  problems.push(...contradictions(config, parsed.data))
  if (problems.length > 0) throw new SettingsError(problems)
  return Object.freeze(config)
}

function toConfig(env: z.output<typeof environment>): Omit<Config, 'inForce'> {
  const dataDir = resolve(env.PRESS_GALLERY_DATA_DIR)
  const { PRESS_GALLERY_TLS_CERT: certFile, PRESS_GALLERY_TLS_KEY: keyFile } = env
  const { PRESS_GALLERY_SMTP_URL: smtpUrl, PRESS_GALLERY_MAIL_FROM: from } = env
  const tls = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : null
  return {
    host: env.PRESS_GALLERY_HOST,
    port: env.PRESS_GALLERY_PORT,
    dataDir,
    issuer: env.PRESS_GALLERY_ISSUER,
    tokenLifetimeS: env.PRESS_GALLERY_TOKEN_LIFETIME_S,
    sessionLifetimeS: env.PRESS_GALLERY_SESSION_LIFETIME_S,
    rtc: {
      listen: env.PRESS_GALLERY_RTC_LISTEN,
      firstPort: env.PRESS_GALLERY_RTC_PORT,
      announcedAddress: env.PRESS_GALLERY_RTC_ANNOUNCED_ADDRESS ?? null,
    },
    workerCount: env.PRESS_GALLERY_WORKER_COUNT || availableParallelism(),
    workerBin: env.MEDIASOUP_WORKER_BIN ?? workerOfSetup(),
    recorder: env.PRESS_GALLERY_RECORDER,
    tls,
    trustProxy: env.PRESS_GALLERY_TRUST_PROXY,
    secureCookies: tls !== null || env.PRESS_GALLERY_TRUST_PROXY.length > 0,
    allowedOrigins: env.PRESS_GALLERY_ALLOWED_ORIGINS,
    metricsToken: env.PRESS_GALLERY_METRICS_TOKEN ?? null,
    logLevel: env.PRESS_GALLERY_LOG_LEVEL,
    exitWithParent: env.PRESS_GALLERY_EXIT_WITH_PARENT,
    databaseUrl: env.DATABASE_URL ?? null,
    directory: directoryOf(env),
    mail: smtpUrl !== undefined && from !== undefined ? { smtpUrl, from } : null,
    audit: { personalDays: env.PRESS_GALLERY_AUDIT_PERSONAL_DAYS, mailTo: env.PRESS_GALLERY_AUDIT_MAIL_TO },
  }
}

function directoryOf(env: z.output<typeof environment>): Config['directory'] {
  const {
    PRESS_GALLERY_OIDC_ISSUER: issuer,
    PRESS_GALLERY_OIDC_CLIENT_ID: clientId,
    PRESS_GALLERY_OIDC_CLIENT_SECRET: clientSecret,
  } = env
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null
  return { issuer, clientId, clientSecret }
}

/** Settings that are each good and together are not. */
function contradictions(config: Config, env: z.output<typeof environment>): string[] {
  const problems: string[] = []
  if ((env.PRESS_GALLERY_TLS_CERT === undefined) !== (env.PRESS_GALLERY_TLS_KEY === undefined)) {
    problems.push('PRESS_GALLERY_TLS_CERT and PRESS_GALLERY_TLS_KEY go together: set both or neither.')
  }
  if ((env.PRESS_GALLERY_SMTP_URL === undefined) !== (env.PRESS_GALLERY_MAIL_FROM === undefined)) {
    problems.push('PRESS_GALLERY_SMTP_URL and PRESS_GALLERY_MAIL_FROM go together: set both or neither.')
  }
  const { PRESS_GALLERY_OIDC_ISSUER, PRESS_GALLERY_OIDC_CLIENT_ID, PRESS_GALLERY_OIDC_CLIENT_SECRET } = env
  const directory = [
    PRESS_GALLERY_OIDC_ISSUER,
    PRESS_GALLERY_OIDC_CLIENT_ID,
    PRESS_GALLERY_OIDC_CLIENT_SECRET,
  ]
  if (directory.includes(undefined) && directory.some((value) => value !== undefined)) {
    problems.push('The three PRESS_GALLERY_OIDC_ settings go together: set all of them or none.')
  }
  for (const [key, file] of [
    ['PRESS_GALLERY_TLS_CERT', config.tls?.certFile],
    ['PRESS_GALLERY_TLS_KEY', config.tls?.keyFile],
    ['MEDIASOUP_WORKER_BIN', config.workerBin],
  ] as const) {
    if (typeof file === 'string' && !existsSync(file)) {
      problems.push(`${key} names a file that is not there: write the path of one that is, or leave it out.`)
    }
  }
  if (!isLoopback(config.host) && !config.secureCookies && !env.PRESS_GALLERY_INSECURE_HTTP) {
    problems.push(
      'PRESS_GALLERY_HOST opens plain HTTP to the network, and passwords would cross it readable: set ' +
        'PRESS_GALLERY_TLS_CERT and PRESS_GALLERY_TLS_KEY, or put a TLS proxy in front and name it in PRESS_GALLERY_TRUST_PROXY.',
    )
  }
  if (isLoopback(config.host) && config.trustProxy.length > 0 && config.rtc.listen.length === 0) {
    problems.push(
      'PRESS_GALLERY_TRUST_PROXY brings viewers from elsewhere, and WebRTC does not go through an HTTP proxy: set ' +
        'PRESS_GALLERY_RTC_LISTEN to the addresses that they reach, such as 0.0.0.0.',
    )
  }
  return problems
}

/** A hint for a misspelt key: the known one that shares the most words with it. */
function nearest(key: string, known: string[]): string {
  const words = new Set(key.split('_').slice(2))
  const shared = (name: string): number => name.split('_').filter((word) => words.has(word)).length
  const best = known.toSorted((a, b) => shared(b) - shared(a))[0]
  return best !== undefined && shared(best) > 0 ? `write ${best}?` : 'take it out.'
}
