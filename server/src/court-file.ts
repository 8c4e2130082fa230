import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { isSealed, openSecret } from './access/sealed-secret.ts'
import { SettingsError } from './config.ts'
import { fileSettings, rtspSettings, testSettings, type SourceSettings } from './ingest/source.ts'
import { identifier, role } from './protocol/identifiers.ts'

const credentialsInUrl =
  'has a login in it, and addresses get logged and shown: take it out, run `npm run seal-secret` with login:password ' +
  'on standard input, and write what it prints as "credentials"'

/** As in `ingest/source.ts`, but with the camera's login sealed. */
const sealedRtsp = rtspSettings.extend({
  url: z
    .string()
    .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), credentialsInUrl)
    .pipe(rtspSettings.shape.url),
  credentials: z
    .string()
    .refine(isSealed, 'must be a text that `npm run seal-secret` has printed')
    .optional(),
})

const courtroom = z.strictObject({
  id: identifier,
  name: z.string().min(1).max(200),
  source: z.discriminatedUnion('kind', [sealedRtsp, fileSettings, testSettings]),
})

const hearing = z.strictObject({
  id: identifier,
  title: z.string().min(1).max(300),
  caseNumber: z.string().min(1).max(100),
  courtroomId: identifier,
})

const account = z.strictObject({
  login: z.string().min(1).max(128),
  role,
  passwordHash: z
    .string()
    .regex(/^\$argon2id\$v=19\$/, 'must be a text that `npm run hash-password` has printed'),
  /** The hearings that a journalist is accredited to; a technician has all. */
  accreditations: z.array(identifier).default([]),
})

const court = z
  .strictObject({
    court: z.string().min(1).max(200),
    courtrooms: z.array(courtroom).min(1),
    hearings: z.array(hearing),
    accounts: z.array(account),
  })
  .check((context) => {
    const { courtrooms, hearings, accounts } = context.value
    const say = (path: (string | number)[], message: string): void => {
      context.issues.push({ code: 'custom', input: context.value, path, message })
    }
    const rooms = new Set(courtrooms.map((room) => room.id))
    const sittings = new Set(hearings.map((sitting) => sitting.id))
    sayDoubles(
      courtrooms.map((room) => room.id),
      'courtrooms',
      say,
    )
    sayDoubles(
      hearings.map((sitting) => sitting.id),
      'hearings',
      say,
    )
    sayDoubles(
      accounts.map((person) => person.login),
      'accounts',
      say,
    )
    sayDoubles(
      hearings.map((sitting) => sitting.courtroomId),
      'hearings',
      say,
      'one courtroom holds one live hearing',
    )
    hearings.forEach((sitting, index) => {
      if (!rooms.has(sitting.courtroomId))
        say(['hearings', index, 'courtroomId'], 'names no courtroom of this file')
    })
    accounts.forEach((person, index) => {
      if (person.accreditations.some((id) => !sittings.has(id))) {
        say(['accounts', index, 'accreditations'], 'names a hearing that this file does not have')
      }
    })
  })

function sayDoubles(
  names: string[],
  list: string,
  say: (path: (string | number)[], message: string) => void,
  message = 'has the same name as an earlier one',
): void {
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) say([list, index], message)
  })
}

export interface Courtroom {
  id: string
  name: string
  source: SourceSettings
}
export type Hearing = z.output<typeof hearing>
export type Account = z.output<typeof account>

/** What this installation relays and to whom. Until the schedule exists, every hearing of it is live. */
export interface Court {
  court: string
  courtrooms: Courtroom[]
  hearings: Hearing[]
  accounts: Account[]
}

/** Reads the court file and opens its sealed logins. Throws `SettingsError` with a sentence for each fault. */
export function readCourtFile(file: string, sealingKey: () => Buffer): Court {
  if (!existsSync(file)) throw new SettingsError([missing(file)])
  const parsed = court.safeParse(parseJson(file))
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'the file'}: ${issue.message}`),
    )
  }
  return {
    ...parsed.data,
    courtrooms: parsed.data.courtrooms.map((room) => ({
      ...room,
      source: room.source.kind === 'rtsp' ? opened(room.source, file, room.id, sealingKey) : room.source,
    })),
  }
}

function opened(
  source: z.output<typeof sealedRtsp>,
  file: string,
  roomId: string,
  sealingKey: () => Buffer,
): SourceSettings {
  const { credentials, ...rest } = source
  if (credentials === undefined) return rest
  try {
    const [username, ...password] = openSecret(sealingKey(), credentials).split(':')
    return { ...rest, credentials: { username: username ?? '', password: password.join(':') } }
  } catch {
    throw new SettingsError([
      `${file}: courtroom ${roomId}: its credentials were sealed by another installation: seal them again here with \`npm run seal-secret\`.`,
    ])
  }
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // The parser's own message quotes the text, which may hold a password put there by mistake.
    const place =
      error instanceof Error ? /position \d+|line \d+ column \d+/.exec(error.message)?.[0] : undefined
    throw new SettingsError([`${file} is not JSON${place === undefined ? '' : ` at ${place}`}.`])
  }
}

const missing = (file: string): string =>
  `There is no court file at ${file}: write one, or name another in PRESS_GALLERY_COURT_FILE. The smallest is ` +
  '{"court": "…", "courtrooms": [{"id": "room-1", "name": "Courtroom 1", "source": {"kind": "rtsp", "url": "rtsp://…"}}], ' +
  '"hearings": [{"id": "hearing-1", "title": "…", "caseNumber": "…", "courtroomId": "room-1"}], ' +
  '"accounts": [{"login": "…", "role": "technician", "passwordHash": "what npm run hash-password prints"}]}'
