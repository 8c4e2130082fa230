/**
 * The tables, as Kysely sees them. Both databases know the same few types: text, whole numbers (times are ms since the epoch,
 * yes and no are 1 and 0), and bytes. Lists and texts in three languages stand as JSON in text columns and are parsed
 * with zod where they are read.
 */
export interface Tables {
  courts: CourtTable
  grounds: GroundTable
  undertakings: UndertakingTable
  courtrooms: CourtroomTable
  people: PersonTable
  roles: RoleTable
  sessions: SessionTable
  one_time_links: OneTimeLinkTable
  passkeys: PasskeyTable
  recovery_codes: RecoveryCodeTable
  outlets: OutletTable
  pools: PoolTable
  pool_members: PoolMemberTable
  accreditations: AccreditationTable
  acceptances: AcceptanceTable
  ejections: EjectionTable
  hearings: HearingTable
  hearing_people: HearingPersonTable
  orders: OrderTable
  receipts: ReceiptTable
  devices: DeviceTable
  explanations: ExplanationTable
  audit_entries: AuditEntryTable
  audit_head: AuditHeadTable
  audit_subjects: AuditSubjectTable
  audit_mentions: AuditMentionTable
}

export interface CourtTable {
  id: string
  name: string
  /** JSON `InThree`. */
  names: string
  /** Whom an ejected journalist is to write to. */
  contact: string
  /** An age recipient (`age1…`): what is recorded in closed session is encrypted to it; null: it is not recorded. */
  seal_recipient: string | null
}

export interface GroundTable {
  id: string
  court_id: string
  /** JSON `InThree`. */
  words: string
  shown: number
  position: number
}

export interface UndertakingTable {
  court_id: string
  version: number
  /** JSON `InThree`. */
  words: string
  since_ms: number
}

export interface CourtroomTable {
  id: string
  court_id: string
  name: string
  /** JSON as in the court file: a camera's login in it is sealed. */
  source: string
  position: number
  /** Since when nothing is held in it any more; null: it is in use. */
  retired_ms: number | null
}

export interface PersonTable {
  id: string
  /** Unique; compared in lower case. */
  login: string
  name: string
  email: string | null
  language: string
  outlet_id: string | null
  card_number: string | null
  /** argon2id; null until the person has chosen one. */
  password_hash: string | null
  /** A sealed secret (RFC 6238); null while there is none. */
  totp_secret: string | null
  /** The last time step that was used, so that a code is good once. */
  totp_last_step: number | null
  /** Secret address of the person's calendar; only its hash. */
  calendar_hash: string | null
  created_ms: number
  /** Set: gone. The row stays, since the audit log names it. */
  removed_ms: number | null
}

export interface RoleTable {
  person_id: string
  role: string
  /** `''`: in all courts. */
  court_id: string
}

export interface SessionTable {
  hash: Uint8Array
  /** `session`, or `device` for a browser that has signed in before. */
  kind: string
  /** Names the session in lists; no secret. */
  id: string
  person_id: string
  created_ms: number
  seen_ms: number
  ends_ms: number
  user_agent: string
}

export interface OneTimeLinkTable {
  hash: Uint8Array
  /** `invitation`, `reset` or `first_administrator`. */
  kind: string
  person_id: string
  created_ms: number
  ends_ms: number
  used_ms: number | null
}

export interface PasskeyTable {
  /** base64url, as WebAuthn names it. */
  id: string
  person_id: string
  public_key: Uint8Array
  counter: number
  /** JSON list. */
  transports: string
  name: string
  created_ms: number
  used_ms: number | null
}

export interface RecoveryCodeTable {
  person_id: string
  hash: Uint8Array
  used_ms: number | null
}

export interface OutletTable {
  id: string
  court_id: string
  name: string
}

export interface PoolTable {
  id: string
  court_id: string
  name: string
}

export interface PoolMemberTable {
  pool_id: string
  person_id: string
}

export interface AccreditationTable {
  id: string
  court_id: string
  /** One of the two. */
  person_id: string | null
  pool_id: string | null
  /** One hearing; null: all of the court's between the two times. */
  hearing_id: string | null
  from_ms: number | null
  until_ms: number | null
  /** `requested`, `granted`, `refused` or `revoked`. */
  state: string
  reason: string
  card_number: string
  asked_ms: number
  decided_by: string | null
  decided_ms: number | null
  decision_reason: string
}

export interface AcceptanceTable {
  person_id: string
  court_id: string
  version: number
  accepted_ms: number
}

/** Who was put out of a hearing, and may not come back to it. */
export interface EjectionTable {
  hearing_id: string
  person_id: string
  reason: string
  ejected_ms: number
  ejected_by: string
}

export interface HearingTable {
  id: string
  court_id: string
  courtroom_id: string
  case_number: string
  title: string
  judge: string
  planned_start_ms: number | null
  planned_end_ms: number | null
  /** JSON list of `Language`. */
  languages: string
  /** `accredited`, `court_pool` or `named`. */
  audience: string
  pool_id: string | null
  /** JSON `InThree`. */
  notes: string
  watermark: number
  /** `stop` or `sealed`. */
  closed_recording: string
  state: string
  version: number
  since_ms: number
  /** Of the closed session now. */
  ground_id: string | null
}

export interface HearingPersonTable {
  hearing_id: string
  person_id: string
}

/** Each order that was obeyed. */
export interface OrderTable {
  hearing_id: string
  /** The version that it made. */
  version: number
  kind: string
  from_state: string
  to_state: string
  by_id: string
  by_role: string
  ground_id: string | null
  at_ms: number
}

/** What became dark when media were cut by an order. */
export interface ReceiptTable {
  hearing_id: string
  version: number
  viewing_id: string
  viewer_id: string
  path: string
  /** When the server cut it. */
  cut_ms: number
  /** After the order, when the last frame was shown, as the viewer told; null while it has not answered. */
  dark_after_ms: number | null
  answered_ms: number | null
}

/** A paired display or bench: what it is beside a person with that one role. */
export interface DeviceTable {
  person_id: string
  court_id: string
  /** `screen` or `bench`. */
  kind: string
  /** Of a bench. */
  courtroom_id: string | null
  /** JSON `ScreenSettings`. */
  settings: string
  paired_ms: number
  paired_by: string
  seen_ms: number
}

/** What the court explains of a hearing. */
export interface ExplanationTable {
  hearing_id: string
  /** JSON `InThree`, as it is being written. */
  words: string
  /** JSON `InThree`; null: not published, or taken back. */
  published_words: string | null
  published_ms: number | null
  written_ms: number
  written_by: string
}

/** Append only. `hash` = SHA-256 over the canonical line, which holds the hash of the line before. */
export interface AuditEntryTable {
  seq: number
  at_ms: number
  kind: string
  court_id: string | null
  hearing_id: string | null
  /** A pseudonymous id: `audit_subjects` says who, until the time for personal data is over. */
  actor: string | null
  /** JSON. Personal data only as pseudonymous ids. */
  data: string
  previous: string
  hash: string
}

/** One row. */
export interface AuditHeadTable {
  id: number
  seq: number
  hash: string
}

/**
 * Who hides behind a pseudonymous id of the log: one for a person, calendar month and name. The chain does not cover it, so
 * that it can be deleted when the time is over; the id is a hash over the rest of the row, so that it can't be changed.
 */
export interface AuditSubjectTable {
  id: string
  person_id: string
  /** UTC, `2026-11`. */
  month: string
  name: string
  login: string
  /** Random: whoever has a person and a name can't find the id by trying. */
  salt: string
}

/** Which entries name whom, for searching; `verify` compares it with the entries. */
export interface AuditMentionTable {
  /** `audit_subjects.id`, also when that is gone. */
  subject: string
  seq: number
}
