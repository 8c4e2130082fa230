import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { isSealed } from './access/sealed-secret.ts'
import { SettingsError } from './config.ts'
import { storedSource } from './hearings/stored-source.ts'
import { identifier, inThree, language, role } from './protocol/identifiers.ts'
import { shownText } from './protocol/texts.ts'

const credentialsInUrl =
  'has a login in it, and addresses get logged and shown: take it out, run `npm run seal-secret` with login:password ' +
  'on standard input, and write what it prints as "credentials"'

/** As it is stored, but with a sentence for each mistake that people make in a file. */
const source = z.discriminatedUnion('kind', [
  storedSource.options[0].extend({
    url: z
      .string()
      .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), credentialsInUrl)
      .pipe(storedSource.options[0].shape.url),
    credentials: z
      .string()
      .refine(isSealed, 'must be a text that `npm run seal-secret` has printed')
      .optional(),
  }),
  storedSource.options[1],
  storedSource.options[2],
])

const courtroom = z.strictObject({
  id: identifier,
  name: shownText(200).min(1),
  source,
})

const hearing = z.strictObject({
  id: identifier,
  title: shownText(300).min(1),
  caseNumber: shownText(100).min(1),
  courtroomId: identifier,
  judge: shownText(200).default(''),
  plannedStart: z.iso.datetime({ offset: true }).optional(),
  closedRecording: z.enum(['stop', 'sealed']).default('stop'),
  watermark: z.boolean().default(true),
})

const account = z.strictObject({
  login: z.string().min(1).max(128),
  name: shownText(200).optional(),
  language: language.default('ru'),
  roles: z.array(role).min(1),
  passwordHash: z
    .string()
    .regex(/^\$argon2id\$v=19\$/, 'must be a text that `npm run hash-password` has printed'),
  /** The hearings that a journalist is accredited to. */
  accreditations: z.array(identifier).default([]),
})

const court = z
  .strictObject({
    id: identifier.default('court'),
    court: shownText(200).min(1),
    names: inThree.optional(),
    /** Whom somebody who was put out of a hearing is to write to. */
    contact: shownText(300).default(''),
    sealRecipient: z.string().startsWith('age1').max(200).optional(),
    undertaking: inThree.optional(),
    grounds: z
      .array(z.strictObject({ id: identifier, words: inThree, shown: z.boolean().default(true) }))
      .default([]),
    courtrooms: z.array(courtroom),
    hearings: z.array(hearing).default([]),
    accounts: z.array(account).default([]),
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
): void {
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) say([list, index], 'has the same name as an earlier one')
  })
}

/** A court as an operator writes it down, for `import-court.ts`. */
export type CourtFile = z.output<typeof court>

/** Reads a court file. Throws `SettingsError` with a sentence for each fault. */
export function readCourtFile(file: string): CourtFile {
  if (!existsSync(file)) throw new SettingsError([missing(file)])
  const parsed = court.safeParse(parseJson(file))
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'the file'}: ${issue.message}`),
    )
  }
  return parsed.data
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
  `There is no court file at ${file}: write one. The smallest is ` +
  '{"court": "…", "courtrooms": [{"id": "room-1", "name": "Courtroom 1", "source": {"kind": "rtsp", "url": "rtsp://…"}}], ' +
  '"hearings": [{"id": "hearing-1", "title": "…", "caseNumber": "…", "courtroomId": "room-1"}], ' +
  '"accounts": [{"login": "…", "roles": ["technician"], "passwordHash": "what npm run hash-password prints"}]}'
