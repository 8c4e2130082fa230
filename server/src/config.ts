import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** What the README's table says of a setting. `unit` is empty where the value says all. */
interface Described {
  unit: string
  says: string
  /** What to write instead of a bad value. */
  want: string
}

const described = z.registry<Described>()

const say = (unit: string, says: string, want: string): Described => ({ unit, says, want })

const onOff = (fallback: 'on' | 'off') =>
  z
    .enum(['on', 'off'])
    .default(fallback)
    .transform((value) => value === 'on')

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))

/** A number of the environment with its default, which the table shows as text. */
const wholeOr = (fallback: number, least: number, most: number) =>
  z.string().default(String(fallback)).pipe(whole(least, most))

const list = z
  .string()
  .default('')
  .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))

const address = z.union([z.ipv4(), z.ipv6()])

/** Every setting, once: its name in the environment, what is taken, its default. */
const environment = z.object({
  PRESS_GALLERY_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .register(
      described,
      say('address', 'Where HTTP listens', 'an address of this machine, such as 127.0.0.1'),
    ),
  PRESS_GALLERY_PORT: wholeOr(8080, 0, 65_535).register(
    described,
    say('port', 'Port of HTTP; 0 takes a free one', 'a number from 0 to 65535'),
  ),
  PRESS_GALLERY_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .register(
      described,
      say('folder', 'Keys, sessions and recordings', 'a folder that the server may write to'),
    ),
  PRESS_GALLERY_COURT_FILE: z
    .string()
    .min(1)
    .optional()
    .register(
      described,
      say('file', 'Courtrooms, hearings and accounts; by default `court.json` in the data folder', 'a file'),
    ),
  PRESS_GALLERY_ISSUER: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .default('press-gallery')
    .register(described, say('', 'The `iss` of hearing tokens', 'a name or address without spaces')),
  PRESS_GALLERY_TOKEN_LIFETIME_S: wholeOr(600, 10, 600).register(
    described,
    say('s', 'How long a hearing token is good', 'a number from 10 to 600'),
  ),
  PRESS_GALLERY_SESSION_LIFETIME_S: wholeOr(43_200, 60, 604_800).register(
    described,
    say('s', 'How long a sign-in is good', 'a number from 60 to 604800'),
  ),
  PRESS_GALLERY_RTC_LISTEN: z
    .string()
    .default('')
    .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(z.array(address))
    .register(
      described,
      say(
        'addresses',
        'Where WebRTC listens, IPv4 and IPv6, comma separated; by default the address of HTTP',
        'addresses such as 0.0.0.0,::',
      ),
    ),
  PRESS_GALLERY_RTC_PORT: wholeOr(0, 0, 65_000).register(
    described,
    say(
      'port',
      'First WebRTC port, UDP and TCP; each SFU worker takes the next one; 0 takes free ones',
      'a number from 0 to 65000',
    ),
  ),
  PRESS_GALLERY_RTC_ANNOUNCED_ADDRESS: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/)
    .optional()
    .register(
      described,
      say('address', 'The address that browsers reach WebRTC at, behind a NAT', 'an address or a host name'),
    ),
  PRESS_GALLERY_WORKER_COUNT: wholeOr(0, 0, 256).register(
    described,
    say('', 'SFU workers; 0 for one a core', 'a number from 0 to 256'),
  ),
  PRESS_GALLERY_RECORDER: onOff('on').register(described, say('', 'Record, and serve HLS', 'on or off')),
  PRESS_GALLERY_TLS_CERT: z
    .string()
    .min(1)
    .optional()
    .register(described, say('file', 'Certificate (PEM) of the built-in HTTPS', 'a PEM file')),
  PRESS_GALLERY_TLS_KEY: z
    .string()
    .min(1)
    .optional()
    .register(described, say('file', 'Its private key (PEM)', 'a PEM file')),
  PRESS_GALLERY_TRUST_PROXY: list
    .pipe(z.array(z.string().regex(/^[0-9a-fA-F.:/]+$|^loopback$|^uniquelocal$/)))
    .register(
      described,
      say(
        'addresses',
        'Proxies whose X-Forwarded-* headers are believed, comma separated; setting it says that TLS ends there',
        'addresses or networks such as loopback or 10.0.0.0/8',
      ),
    ),
  PRESS_GALLERY_INSECURE_HTTP: onOff('off').register(
    described,
    say(
      '',
      'Allow plain HTTP on other addresses than loopback: for trying out, never for a court',
      'on or off',
    ),
  ),
  PRESS_GALLERY_ALLOWED_ORIGINS: list
    .pipe(z.array(z.string().regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+$/)))
    .register(
      described,
      say(
        'origins',
        'Further origins that our own pages are opened at, comma separated, where a proxy changes Host',
        'origins such as https://press.example.kz, without a path',
      ),
    ),
  PRESS_GALLERY_METRICS_TOKEN: z
    .string()
    .min(16)
    .max(256)
    .optional()
    .register(
      described,
      say(
        'secret',
        'Bearer for /metrics from other machines; without it only loopback may read',
        '16 to 256 characters',
      ),
    ),
  PRESS_GALLERY_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .register(
      described,
      say('', 'The least grave log line that is written', 'trace, debug, info, warn, error, fatal or silent'),
    ),
  PRESS_GALLERY_EXIT_WITH_PARENT: onOff('off').register(
    described,
    say('', 'Stop when standard input ends; for programs that start the server', 'on or off'),
  ),
  MEDIASOUP_WORKER_BIN: z
    .string()
    .min(1)
    .optional()
    .register(described, say('file', 'The SFU worker; by default the one that set-up has made', 'a program')),
})

export interface Config {
  host: string
  port: number
  dataDir: string
  courtFile: string
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

const isLoopback = (host: string): boolean =>
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
  const config = toConfig(parsed.data)
  problems.push(...contradictions(config, parsed.data))
  if (problems.length > 0) throw new SettingsError(problems)
  return Object.freeze(config)
}

function toConfig(env: z.output<typeof environment>): Config {
  const dataDir = resolve(env.PRESS_GALLERY_DATA_DIR)
  const { PRESS_GALLERY_TLS_CERT: certFile, PRESS_GALLERY_TLS_KEY: keyFile } = env
  const tls = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : null
  return {
    host: env.PRESS_GALLERY_HOST,
    port: env.PRESS_GALLERY_PORT,
    dataDir,
    courtFile: resolve(env.PRESS_GALLERY_COURT_FILE ?? join(dataDir, 'court.json')),
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
  }
}

/** Settings that are each good and together are not. */
function contradictions(config: Config, env: z.output<typeof environment>): string[] {
  const problems: string[] = []
  if ((env.PRESS_GALLERY_TLS_CERT === undefined) !== (env.PRESS_GALLERY_TLS_KEY === undefined)) {
    problems.push('PRESS_GALLERY_TLS_CERT and PRESS_GALLERY_TLS_KEY go together: set both or neither.')
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

function wantOf(key: string): string {
  const schema = Object.entries(environment.shape).find(([name]) => name === key)?.[1]
  return (schema && described.get(schema)?.want) ?? 'another value'
}

/** A hint for a misspelt key: the known one that shares the most words with it. */
function nearest(key: string, known: string[]): string {
  const words = new Set(key.split('_').slice(2))
  const shared = (name: string): number => name.split('_').filter((word) => words.has(word)).length
  const best = known.toSorted((a, b) => shared(b) - shared(a))[0]
  return best !== undefined && shared(best) > 0 ? `write ${best}?` : 'take it out.'
}

/** The README's rows: name, unit, default, meaning. */
export function settingsTable(): { name: string; unit: string; default: string; says: string }[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const facts = described.get(schema)
    return { name, unit: facts?.unit ?? '', default: defaultOf(schema), says: facts?.says ?? '' }
  })
}

function defaultOf(schema: z.ZodType): string {
  const parsed = z.json().safeParse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const shape = z.object({ default: z.string() }).safeParse(parsed.data)
  return shape.success ? shape.data.default : ''
}
