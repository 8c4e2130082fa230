import type { Role, RoleGrant } from '../protocol/identifiers.ts'
import type { DeviceKind } from '../protocol/screens.ts'

/** What a paired display or bench is beside a person. */
export interface PairedDevice {
  readonly kind: DeviceKind
  readonly courtId: string
  /** Of a bench: the only one whose hearings it may order about. */
  readonly courtroomId: string | null
}

/** Who is signed in. */
export interface SignedIn {
  readonly personId: string
  readonly login: string
  readonly name: string
  readonly grants: readonly RoleGrant[]
  /** Of the session itself, for lists. */
  readonly sessionId: string
  /** When the session ends by itself, as it stands; a device's lasts longer with each use. */
  readonly endsAtMs: number
  /** Null: a person. */
  readonly device: PairedDevice | null
}

/** The courts that something reaches to. */
export type CourtScope = 'all' | readonly string[]

/** Who may what, asked of the store each time, so that what was revoked a moment ago is revoked now. */
export interface Rights {
  /**
   * The role as which a person or screen may watch a hearing, at this moment; null: no right to it, or no such hearing.
   * A journalist: by accreditation (own or a pool's), by the hearing's audience, not while ejected. Staff: `hearings.watch`.
   * Says nothing of whether the hearing is on the air.
   */
  watchingAs(subjectId: string, hearingId: string): Promise<Role | null>
}
