import type { Admission } from '../access/gate.ts'
import type { Complaint, PlayerReport, PutOut, WatchPath } from '../protocol/attendance.ts'
import type { Standing } from '../protocol/hearing-state.ts'
import type { Role } from '../protocol/identifiers.ts'
import type { HearingFacts, ViewerFacts } from './attendance-facts.ts'
import { isSilent, type Judgement, type Observed } from './attendance-judgement.ts'
import type { CutViewer } from './attendance-receipts.ts'

/** What attendance does to the connection that somebody attends by. None of it may throw. */
export interface AttendeeConnection {
  tell(standing: Standing): void
  /** Ends its media because the hearing is off the air, and says so. Idempotent. */
  cut(): void
  /** The same viewing has come back by another connection: ends what is left of it here. */
  replaced(): void
  /** Says why, and ends its media. */
  putOut(putOut: PutOut): void
  /** The token has ended and was not renewed in time. */
  expire(): void
}

/** A stretch of watching on one path, which goes into the audit log. */
export interface Watched {
  readonly path: WatchPath
  readonly fromMs: number
  /** Null: it has begun. */
  readonly toMs: number | null
}

export interface AttendeeOptions {
  admission: Admission
  viewingId: string
  connection: AttendeeConnection
  /** A player of somebody's own, which tells nothing of itself; `plain-hls.ts`. */
  isOwnPlayer?: boolean
  nowMs: () => number
  onWatched: (watched: Watched) => void
}

/** How long a complaint stands unless it is made again. */
const complaintForMs = 60_000

/** One viewing of a hearing, as far as it is counted. */
export class Attendee {
  readonly viewingId: string
  readonly connection: AttendeeConnection
  readonly isOwnPlayer: boolean
  readonly sinceMs: number
  /** When a player of somebody's own last asked for something, ms since the epoch. */
  askedMs: number
  admission: Admission
  role: Role
  /** Null until they are known: it is not shown, and gets nothing, before. */
  facts: { viewer: ViewerFacts; hearing: HearingFacts } | null = null
  judged: Judgement = { sees: null, hears: null }
  isOver = false
  /** Those it has shown, so that they can be barred with it. */
  readonly tokens = new Map<string, Admission>()
  expiry: NodeJS.Timeout | undefined
  readonly #nowMs: () => number
  readonly #onWatched: (watched: Watched) => void
  #hasWebRtc = false
  #isOnAir = false
  #reportedPath: WatchPath = 'none'
  #watching: { path: WatchPath; fromMs: number } | null = null
  /** Cut, and no order has asked about it yet. */
  #cut: { path: WatchPath; cutMs: number } | null = null
  #report: { report: PlayerReport; atMs: number } | null = null
  #silentSinceMs: number | null = null
  #complaint: { missing: Complaint['missing']; untilMs: number } | null = null

  constructor({ admission, viewingId, connection, isOwnPlayer = false, nowMs, onWatched }: AttendeeOptions) {
    this.admission = admission
    this.role = admission.role
    this.viewingId = viewingId
    this.connection = connection
    this.isOwnPlayer = isOwnPlayer
    this.#nowMs = nowMs
    this.#onWatched = onWatched
    this.sinceMs = nowMs()
    this.askedMs = this.sinceMs
    this.tokens.set(admission.tokenId, admission)
  }

  /** It has shown this token, and lasts as long as that. */
  holds(renewed: Admission): void {
    this.admission = renewed
    const now = this.#nowMs()
    for (const [id, { expiresAtMs }] of this.tokens) if (expiresAtMs <= now) this.tokens.delete(id)
    this.tokens.set(renewed.tokenId, renewed)
  }

  get subjectId(): string {
    return this.admission.subjectId
  }

  get name(): string {
    return this.facts?.viewer.name ?? this.subjectId
  }

  get path(): WatchPath {
    return this.#watching?.path ?? 'none'
  }

  get complains(): Complaint['missing'] | null {
    return this.#complaint !== null && this.#complaint.untilMs > this.#nowMs()
      ? this.#complaint.missing
      : null
  }

  observed(onAirSinceMs: number): Observed {
    return {
      isOwnPlayer: this.isOwnPlayer,
      expectedSinceMs: Math.max(this.sinceMs, onAirSinceMs),
      report: this.#report?.report ?? null,
      reportedMs: this.#report?.atMs ?? 0,
      silentSinceMs: this.#silentSinceMs,
    }
  }

  /** The hearing goes on the air or off it. */
  setOnAir(onAir: boolean): void {
    if (onAir && !this.#isOnAir) this.#cut = null
    if (!onAir) {
      this.#cut ??= this.#watching === null ? null : { path: this.#watching.path, cutMs: this.#nowMs() }
      this.#report = null
      this.#silentSinceMs = null
      this.#complaint = null
      this.#reportedPath = 'none'
    }
    this.#isOnAir = onAir
    this.#watch()
  }

  /** As which the order that cut it is to ask for a receipt; null: it was showing nothing. Asked once. */
  takeCut(): CutViewer | null {
    const cut = this.#cut
    this.#cut = null
    const { viewingId, subjectId, name } = this
    return cut === null ? null : { viewingId, subjectId, name, ...cut }
  }

  mediaBegan(): void {
    this.#hasWebRtc = true
    this.#watch()
  }

  /** `cut`: because the courtroom went off the air. */
  mediaEnded(cut: boolean): void {
    if (!this.#hasWebRtc) return
    if (cut) this.#cut ??= { path: 'webrtc', cutMs: this.#nowMs() }
    this.#hasWebRtc = false
    this.#watch()
  }

  take(report: PlayerReport): void {
    const atMs = this.#nowMs()
    if (!this.#isOnAir) return
    if (!isSilent(report)) this.#silentSinceMs = null
    else this.#silentSinceMs ??= atMs - Math.min(report.overMs, 10_000)
    this.#report = { report, atMs }
    this.#reportedPath = report.path
    this.#watch()
  }

  /** A player of somebody's own has asked for something with this token, and is given it. */
  asks(admission: Admission): void {
    this.askedMs = this.#nowMs()
    if (admission.tokenId !== this.admission.tokenId) this.holds(admission)
    if (!this.#isOnAir) return
    this.#reportedPath = 'hls'
    this.#watch()
  }

  complain({ missing }: Complaint): void {
    this.#complaint = { missing, untilMs: this.#nowMs() + complaintForMs }
  }

  /** Counted no more. */
  end(): void {
    this.isOver = true
    clearTimeout(this.expiry)
    this.#hasWebRtc = false
    this.#reportedPath = 'none'
    this.#watch()
  }

  /** The path that media come by now: the server knows of WebRTC itself, of HLS by what the player says or asks for. */
  #watch(): void {
    const told: WatchPath = this.#isOnAir && this.#reportedPath === 'hls' ? 'hls' : 'none'
    const path: WatchPath = this.#hasWebRtc ? 'webrtc' : told
    if (path === this.path) return
    const atMs = this.#nowMs()
    if (this.#watching !== null) this.#onWatched({ ...this.#watching, toMs: atMs })
    this.#watching = path === 'none' ? null : { path, fromMs: atMs }
    if (this.#watching !== null) this.#onWatched({ ...this.#watching, toMs: null })
  }
}
