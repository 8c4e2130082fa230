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
export const environment = z.object({
  PRESS_GALLERY_HOST: z
    .union([address, z.literal('localhost')])
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
  PRESS_GALLERY_ISSUER: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .default('press-gallery')
    .register(described, say('', 'The `iss` of hearing tokens', 'a name or address without spaces')),
  PRESS_GALLERY_TOKEN_LIFETIME_S: wholeOr(600, 5, 600).register(
    described,
    say('s', 'How long a hearing token is good', 'a number from 5 to 600'),
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
    .register(
      described,
      say('file', 'Certificate (PEM) of the built-in HTTPS; a renewed one is taken within 5 s', 'a PEM file'),
    ),
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
  PRESS_GALLERY_AUDIT_PERSONAL_DAYS: wholeOr(1095, 30, 36_500).register(
    described,
    say('days', 'How long the audit log can name people', 'a number from 30 to 36500'),
  ),
  PRESS_GALLERY_AUDIT_MAIL_TO: list
    .pipe(z.array(z.email()).max(20))
    .register(
      described,
      say(
        'addresses',
        "Who is mailed the audit log's head each day, comma separated",
        'mail addresses such as audit@court.example.kz',
      ),
    ),
  PRESS_GALLERY_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s/?#]+\/?$/)
    .refine((url) => URL.canParse(url))
    .optional()
    .register(
      described,
      say(
        'secret',
        'Mail server for invitations and notices; without it links are shown to the officer',
        'smtps://login:password@host, or smtp://host:port',
      ),
    ),
  PRESS_GALLERY_MAIL_FROM: z
    .string()
    .max(300)
    .regex(/^(?:[^\p{Cc}<>"]*<[^\s<>"@,]+@[^\s<>"@,]+>|[^\s<>"@,]+@[^\s<>"@,]+)$/u)
    .optional()
    .register(
      described,
      say(
        'address',
        'Sender of mail; goes with PRESS_GALLERY_SMTP_URL',
        'press@court.example.kz, or Press service <press@court.example.kz>',
      ),
    ),
  PRESS_GALLERY_OIDC_ISSUER: z
    .string()
    .regex(/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/])[^\s?#]*$/)
    .refine((url) => URL.canParse(url))
    .optional()
    .register(
      described,
      say(
        'address',
        "The court's directory, for signing in by OpenID Connect; by default there is none",
        'https://directory.court.example.kz, as the directory names itself',
      ),
    ),
  PRESS_GALLERY_OIDC_CLIENT_ID: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .register(described, say('', 'As which the directory knows this installation', 'a client id')),
  PRESS_GALLERY_OIDC_CLIENT_SECRET: z
    .string()
    .min(16)
    .max(512)
    .optional()
    .register(
      described,
      say('secret', 'What it proves that with (`client_secret_basic`)', '16 to 512 characters'),
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/\S+$/)
    .optional()
    .register(
      described,
      say(
        'secret',
        'PostgreSQL to keep people, rights, hearings and the audit log in; by default SQLite in the data folder',
        'postgresql://login:password@host/database',
      ),
    ),
  MEDIASOUP_WORKER_BIN: z
    .string()
    .min(1)
    .optional()
    .register(described, say('file', 'The SFU worker; by default the one that set-up has made', 'a program')),
})

/** What to write instead of a bad value. */
export function wantOf(key: string): string {
  const schema = Object.entries(environment.shape).find(([name]) => name === key)?.[1]
  return (schema && described.get(schema)?.want) ?? 'another value'
}

/** The README's rows: name, unit, default, meaning. */
export function settingsTable(): { name: string; unit: string; default: string; says: string }[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const facts = described.get(schema)
    return { name, unit: facts?.unit ?? '', default: defaultOf(schema), says: facts?.says ?? '' }
  })
}

/** What each setting is, for the audit log; of secrets and mail addresses only that they are set. */
export function settingsInForce(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    settingsTable().map(({ name, unit, default: preset }) => {
      const value = given[name]
      const isPrivate = unit === 'secret' || value?.includes('@') === true
      return [name, value === undefined ? preset : isPrivate ? 'set' : value]
    }),
  )
}

function defaultOf(schema: z.ZodType): string {
  const parsed = z.json().safeParse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const shape = z.object({ default: z.string() }).safeParse(parsed.data)
  return shape.success ? shape.data.default : ''
}
