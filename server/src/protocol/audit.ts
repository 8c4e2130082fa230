import { z } from 'zod'
import { identifier } from './identifiers.ts'
import { shownTitle } from './texts.ts'

/**
 * What stands for a person in the log: an id for one person and calendar month that says nothing by itself. `name` and
 * `login` are those of that time; null once the time for personal data is over, and for displays, which have none.
 */
export const auditPerson = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  login: z.string().nullable(),
})
export type AuditPerson = z.infer<typeof auditPerson>

/** `audit_entries.hash`: SHA-256 in hex. */
export const auditHash = z.string().regex(/^[0-9a-f]{64}$/)

/** The last entry at some time, as it was printed or mailed: nothing up to it can be changed unseen. */
export const auditHead = z.strictObject({ seq: z.int().min(0), hash: auditHash })
export type AuditHead = z.infer<typeof auditHead>

/** Facts of an entry; where one names people, the value is their id in `people`. */
export const auditFact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

export const auditEntry = z.strictObject({
  seq: z.int(),
  atMs: z.number(),
  /** `area.what`, such as `hearing.closed`. */
  kind: z.string(),
  courtId: z.string().nullable(),
  hearingId: z.string().nullable(),
  /** Null: the server itself, or whoever runs the machine. */
  actor: auditPerson.nullable(),
  data: z.record(z.string(), auditFact),
  /** Everybody whose id stands in `data`. */
  people: z.array(auditPerson),
  hash: auditHash,
})
export type AuditEntry = z.infer<typeof auditEntry>

/** What a search and an export are narrowed by; all of it must hold. */
export const auditFilter = z.strictObject({
  courtId: identifier.optional(),
  hearingId: identifier.optional(),
  /** Of all hearings of one case, as the court writes its number. */
  caseNumber: shownTitle(100).optional(),
  /** A kind (`hearing.closed`), or an area (`hearing`). */
  kind: z
    .string()
    .regex(/^[a-z_]{1,40}(?:\.[a-z_]{1,40}){0,2}$/)
    .optional(),
  /** A person's id, login or part of their name, or an id from the log: whoever did it, or was meant. */
  person: z.string().trim().min(1).max(128).optional(),
  /** From this time on. */
  fromMs: z.int().min(0).optional(),
  /** Before this time. */
  untilMs: z.int().min(0).optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

/**
 * `POST /api/audit/search`: the latest first. Entries of the courts whose log one may read; those of no court (sign-ins,
 * settings) only for who may read all of them. The search goes into the log itself.
 */
export const auditSearchRequest = auditFilter.extend({
  /** The next page: the `seq` of the last one's last entry. */
  beforeSeq: z.int().min(1).optional(),
  limit: z.int().min(1).max(200).default(50),
})
export type AuditSearchRequest = z.infer<typeof auditSearchRequest>

export const auditSearchAnswer = z.strictObject({
  entries: z.array(auditEntry),
  /** What the hearings are called that these entries are about. */
  hearings: z.array(z.strictObject({ id: z.string(), caseNumber: z.string(), title: z.string() })),
  /** There are earlier ones. */
  more: z.boolean(),
})
export type AuditSearchAnswer = z.infer<typeof auditSearchAnswer>

/**
 * `GET /api/audit/export`: JSON Lines, the earliest first, of the same entries as a search finds; the fields of `auditFilter`
 * stand in the query. Each line is an `auditExportLine`.
 */
export const auditExportQuery = auditFilter.extend({
  fromMs: z.coerce.number().int().min(0).optional(),
  untilMs: z.coerce.number().int().min(0).optional(),
})

/**
 * All that a line's `hash` is over, so that an export can be checked by others: SHA-256 in hex over
 * `JSON.stringify([seq, atMs, kind, courtId, hearingId, actor, data, previous])`, and `previous` is the hash of the line before
 * (64 zeros for the first). `people` is not part of it.
 */
export const auditExportLine = z.strictObject({
  seq: z.int(),
  atMs: z.number(),
  kind: z.string(),
  courtId: z.string().nullable(),
  hearingId: z.string().nullable(),
  actor: z.string().nullable(),
  /** JSON, as it was hashed. */
  data: z.string(),
  previous: auditHash,
  hash: auditHash,
  people: z.array(auditPerson),
})
export type AuditExportLine = z.infer<typeof auditExportLine>

/** `POST /api/audit/verify`: checks the whole log, and that the heads printed or mailed earlier are in it. */
export const auditVerifyRequest = z.strictObject({ heads: z.array(auditHead).max(60).default([]) })
export type AuditVerifyRequest = z.infer<typeof auditVerifyRequest>

export const auditProblemKinds = [
  /** The entry is not what was written. */
  'altered',
  /** Entries before this one are gone. */
  'missing',
  /** The entry does not follow from the one before: it was put in, or moved. */
  'unlinked',
  /** The log ends earlier, or later, than it says itself. */
  'cut_off',
  /** The log does not hold a head that was printed earlier: it was cut off or written anew. */
  'head_not_in_log',
  /** The name behind an id is not what was written. */
  'name_altered',
  /** The name behind an id is gone before its time. */
  'name_missing',
  /** What a search by person looks in does not fit the entry. */
  'search_altered',
] as const

export const auditVerifyAnswer = z.strictObject({
  entries: z.int(),
  head: auditHead,
  /** Empty: nothing was changed. The first hundred; `seq`: where, null for the log as a whole. */
  problems: z.array(z.strictObject({ kind: z.enum(auditProblemKinds), seq: z.int().nullable() })),
})
export type AuditVerifyAnswer = z.infer<typeof auditVerifyAnswer>
