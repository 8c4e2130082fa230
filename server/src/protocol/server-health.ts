import { z } from 'zod'
import { recordingState } from './api.ts'
import { auditHead } from './audit.ts'
import { hearingState } from './hearing-state.ts'
import { identifier, inThree } from './identifiers.ts'

/** `bad`: the press or the record loses something now, or will within hours. `warn`: somebody has to see to it in time. */
export type HealthLevel = 'warn' | 'bad'

/** What can be wrong with the server, and how bad that is. */
export const levelOfProblem = {
  sfu_none: 'bad',
  sfu_worker_down: 'bad',
  sfu_worker_died: 'warn',
  recording_none: 'bad',
  recording_stalled: 'bad',
  recording_disk_full: 'bad',
  recorder_down: 'bad',
  recorder_off: 'warn',
  recorder_died: 'warn',
  disk_full: 'bad',
  disk_low: 'warn',
  database_read_only: 'bad',
  certificate_ended: 'bad',
  certificate_not_begun: 'bad',
  certificate_ends_in_week: 'bad',
  certificate_ends_in_month: 'warn',
  certificate_unusable: 'warn',
  plain_http: 'warn',
  audit_broken: 'bad',
  audit_unverified: 'warn',
  audit_unmailed: 'warn',
  backup_none: 'warn',
  backup_old: 'warn',
  mail_failed: 'warn',
  loop_slow: 'warn',
} as const satisfies Record<string, HealthLevel>
export type HealthProblem = keyof typeof levelOfProblem

const ms = z.number()

/** One part of the server: what is wrong with it, of these, and its facts. Null: it did not answer in time. */
const part = <const P extends readonly HealthProblem[], F extends z.ZodRawShape>(problems: P, facts: F) =>
  z.strictObject({ problems: z.array(z.enum(problems)), ...facts }).nullable()

/** `GET /api/server/health` (`server.manage` in all courts): how the parts of the server are, read from them as they run. */
export const serverHealthAnswer = z.strictObject({
  /** The server's clock. */
  atMs: ms,
  sfu: part(['sfu_none', 'sfu_worker_down', 'sfu_worker_died'], {
    workers: z.array(
      z.strictObject({
        index: z.int(),
        /** Null: it has died, and is being replaced. */
        pid: z.int().nullable(),
        startedMs: ms.nullable(),
        courtrooms: z.int(),
        viewers: z.int(),
        /** Of one core, in the last seconds; null: not known yet. */
        cpuPercent: z.number().nullable(),
        /** Since the server began. */
        deaths: z.int(),
        lastDeathMs: ms.nullable(),
      }),
    ),
  }),
  recorder: part(
    [
      'recording_none',
      'recording_stalled',
      'recording_disk_full',
      'recorder_down',
      'recorder_off',
      'recorder_died',
    ],
    {
      enabled: z.boolean(),
      /** Of the hearings under way. */
      recordings: z.array(
        z.strictObject({
          hearingId: identifier,
          title: z.string(),
          courtroom: z.string(),
          hearing: hearingState,
          state: recordingState,
          /** Since the end of the newest finished segment, s; null before the first, and where none is to come. */
          lagS: z.number().nullable(),
          deaths: z.int(),
          lastDeathMs: ms.nullable(),
        }),
      ),
    },
  ),
  disk: part(['disk_full', 'disk_low'], {
    /** `all`: the data folder with the recordings in it, on one disk. */
    disks: z.array(
      z.strictObject({
        holds: z.enum(['all', 'data', 'recordings']),
        folder: z.string(),
        freeBytes: z.number(),
        totalBytes: z.number(),
        /** At the rate at which is being recorded; null: nothing is recorded there now, or the rate is not known. */
        hoursLeft: z.number().nullable(),
      }),
    ),
    /** What all recordings under way take, bytes/s; null: not known, since the SFU does not tell what it gets. */
    bytesPerS: z.number().nullable(),
  }),
  database: part(['database_read_only'], {
    engine: z.enum(['sqlite', 'postgres']),
    sizeBytes: z.number(),
    /** The newest change of the tables that it has. */
    schema: z.string(),
    /** When something could last be written; null: not since the server began. */
    writtenMs: ms.nullable(),
  }),
  backup: part(['backup_none', 'backup_old'], {
    /** Null: none is known. */
    madeMs: ms.nullable(),
    bytes: z.number().nullable(),
    file: z.string().nullable(),
  }),
  audit: part(['audit_broken', 'audit_unverified', 'audit_unmailed'], {
    head: auditHead,
    writtenMs: ms.nullable(),
    /** When a head was last mailed; null: never. */
    mailedMs: ms.nullable(),
    verifiedMs: ms.nullable(),
    /** What the last verification found; null: there was none. */
    found: z.int().nullable(),
  }),
  mail: part(['mail_failed'], {
    isSet: z.boolean(),
    takenMs: ms.nullable(),
    failedMs: ms.nullable(),
    failure: z.string().nullable(),
  }),
  certificate: part(
    [
      'certificate_ended',
      'certificate_not_begun',
      'certificate_ends_in_week',
      'certificate_ends_in_month',
      'certificate_unusable',
      'plain_http',
    ],
    {
      /** Where TLS ends. `nowhere`: plain HTTP. */
      tls: z.enum(['here', 'proxy', 'nowhere']),
      /** Null: there is none here, or it can't be read. */
      certificate: z
        .strictObject({
          subject: z.string(),
          /** What it is good for: host names and addresses. */
          names: z.array(z.string()),
          issuer: z.string(),
          fromMs: ms,
          untilMs: ms,
        })
        .nullable(),
    },
  ),
  connections: z
    .strictObject({
      /** Of pages, by WebSocket. */
      sockets: z.int(),
      /** Over WebRTC. */
      viewers: z.int(),
      /** WebRTC connections that are made, and sent nothing. */
      standBys: z.int(),
      /** Who attends hearings under way, on any path. */
      attending: z.int(),
    })
    .nullable(),
  process: part(['loop_slow'], {
    version: z.string(),
    node: z.string(),
    startedMs: ms,
    memoryBytes: z.number(),
    /** How late the event loop was in the last minute, ms: in 99 of 100 cases no more, and at most. */
    loopP99Ms: z.number(),
    loopMaxMs: z.number(),
  }),
})
export type ServerHealthAnswer = z.infer<typeof serverHealthAnswer>

/** A key that signs hearing tokens, or has. `verifying`: it signs no more, and the tokens that it signed are still good. */
export const signingKey = z.strictObject({
  kid: z.string(),
  state: z.enum(['active', 'verifying', 'retired']),
  /** Null: of an earlier version, which did not write it down. */
  madeMs: ms.nullable(),
  /** Until when its last tokens can be good; null: it is active. */
  goodUntilMs: ms.nullable(),
})
export type SigningKey = z.infer<typeof signingKey>

/** `GET /api/server/keys` (`server.manage` in all courts): the public side of all keys. */
export const serverKeysAnswer = z.strictObject({
  atMs: ms,
  /** The active one first. */
  signing: z.array(signingKey),
  /** Each court's key for what is recorded in closed session. */
  sealing: z.array(
    z.strictObject({
      courtId: identifier,
      name: z.string(),
      names: inThree,
      /** SHA-256 of the recipient (`age1…`), hex; null: the court has none. */
      fingerprint: z.string().nullable(),
      /** When it was last set or taken out; null: not known. */
      setMs: ms.nullable(),
    }),
  ),
})
export type ServerKeysAnswer = z.infer<typeof serverKeysAnswer>

/** `POST /api/server/keys/rotation` (`server.manage` in all courts): a new signing key; answers as `GET /api/server/keys`. */
export const rotationRequest = z.strictObject({
  /** The key that is to be replaced, as it is shown: somebody else may have been quicker (`state_moved_on`). */
  replaces: z.string().max(100),
})
