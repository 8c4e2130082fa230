import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import type { BenchShow, WallHearing } from '@press-gallery/server/protocol/screens'
import type { DeviceLink } from '../wall/device-socket.ts'
import type { Closing } from './use-close.ts'

/** What the press sees, as far as the bench knows it: never what it does not know. */
export type BenchView =
  /** Nobody has told since `sinceMs`; `last` is what was told then. */
  { kind: 'unknown'; sinceMs: number; last: Told } | { kind: 'told'; told: Told }

export type Told =
  /** No hearing is under way; the next one of today, or null. */
  | { kind: 'none'; next: WallHearing | null }
  | {
      kind: 'live' | 'recess' | 'closed'
      hearing: WallHearing
      standing: Standing
      press: BenchShow['press']
    }

export interface BenchFacts {
  bench: Pick<BenchShow, 'hearing' | 'press'>
  link: DeviceLink
  closing: Closing | null
}

export function benchView({ bench, link, closing }: BenchFacts): BenchView {
  const told = toldOf(bench, closing)
  return link.kind === 'lost'
    ? { kind: 'unknown', sinceMs: link.sinceMs, last: told }
    : { kind: 'told', told }
}

function toldOf({ hearing, press }: BenchFacts['bench'], closing: Closing | null): Told {
  if (hearing === null) return { kind: 'none', next: null }
  // The answer to the order may be here before the word of it.
  const closed = closing?.press.hearingId === hearing.id ? closedBy(closing) : null
  const answered = closed !== null && closed.version > hearing.standing.version ? closed : null
  const standing = answered ?? hearing.standing
  switch (standing.state) {
    case 'live':
    case 'recess':
    case 'closed':
      return { kind: standing.state, hearing, standing, press: answered === null ? press : null }
    case 'scheduled':
      return { kind: 'none', next: hearing }
    case 'ended':
    case 'sealed':
    case 'cancelled':
      break
  }
  return { kind: 'none', next: null }
}

/** How the hearing stands by the answer to the press; null: that says nothing of it. */
function closedBy(closing: Closing): Standing | null {
  if (closing.kind === 'obeyed') return closing.standing
  if (closing.kind !== 'cut') return null
  const { version, pressedMs } = closing.press
  return { state: 'closed', version: version + 1, sinceMs: pressedMs, ground: null }
}

/** What a press of the button would close; null: there is nothing to close, as far as is known, or it is being closed. */
export function closable(
  view: BenchView,
  closing: Closing | null,
): { hearingId: string; version: number } | null {
  if (closing?.kind === 'sent' || closing?.kind === 'unanswered') return null
  const told = view.kind === 'unknown' ? view.last : view.told
  if (told.kind !== 'live' && told.kind !== 'recess') return null
  return { hearingId: told.hearing.id, version: told.standing.version }
}

/** How many of the press get the session, or went dark; `coming`: not told yet. */
export type PressFigures =
  | { kind: 'coming' }
  | { kind: 'nobody' }
  | { kind: 'gets'; watching: number; seeing: number; hearing: number }
  | { kind: 'dark'; dark: number; of: number }

export function pressFigures({ kind, standing, press }: Exclude<Told, { kind: 'none' }>): PressFigures {
  if (press === null || press.version < standing.version) return { kind: 'coming' }
  const { watching, seeing, hearing, receipts } = press
  if (kind === 'live') return { kind: 'gets', watching, seeing, hearing }
  // No receipts, or those of an earlier order: nothing was being shown to anybody when this one was given, as in a recess.
  if (receipts === null || receipts.version !== standing.version || receipts.of === 0)
    return { kind: 'nobody' }
  return { kind: 'dark', dark: receipts.dark, of: receipts.of }
}
