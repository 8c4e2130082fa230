import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import type { GivenOrder } from '@press-gallery/server/protocol/desk'
import type { OrderKind, Standing } from '@press-gallery/server/protocol/hearing-state'

export type Viewer = AttendanceView['viewers'][number]
export type Receipts = NonNullable<AttendanceView['receipts']>

/** How many get a hearing, without who they are. */
export type AttendanceCounts = Pick<AttendanceView, 'watching' | 'seeing' | 'hearing' | 'alarm'> & {
  /** Where it is known who they are. */
  viewers?: readonly Viewer[]
}

/** Whether all of those who should get the hearing do, as far as their players tell. */
export type Health = 'nobody' | 'all' | 'allWhoTell' | 'unknown' | 'alarm'

/**
 * `unknown`: nothing is known to be wrong, and not of everybody is it known that all is right. `allWhoTell`: it is known of all but
 * those with a player of their own.
 */
export function healthOf({ watching, seeing, hearing, alarm, viewers = [] }: AttendanceCounts): Health {
  if (alarm !== null) return 'alarm'
  if (watching === 0) return 'nobody'
  const telling = watching - viewers.filter(({ ownPlayer }) => ownPlayer).length
  if (telling <= 0 || seeing < telling || hearing < telling) return 'unknown'
  return telling === watching ? 'all' : 'allWhoTell'
}

/** 0: complains; 1: gets something not; 2: the rest. */
const urgency = ({ complains, sees, hears }: Viewer): number => {
  if (complains !== null) return 0
  return sees === false || hears === false ? 1 : 2
}

/** Those whom something is wrong with first, then by outlet and name. */
export const inOrderOfNeed = (viewers: readonly Viewer[], language: string): Viewer[] => {
  const collator = new Intl.Collator(language)
  return viewers.toSorted(
    (a, b) =>
      urgency(a) - urgency(b) || collator.compare(a.outlet, b.outlet) || collator.compare(a.name, b.name),
  )
}

export interface ReceiptsSaid {
  /** Which order cut the media; null while it is not known here. */
  order: OrderKind | null
  /** `earlier`: the hearing has moved on since. `nobodyOn`: nobody was on to become dark. */
  how: 'earlier' | 'nobodyOn' | 'all' | 'waiting'
  dark: number
  of: number
  slowestMs: number | null
  silent: readonly string[]
}

/** What can be said of the latest cut. `given`: the hearing's orders. */
export function receiptsSaid(
  receipts: Receipts,
  given: readonly GivenOrder[],
  standing: Pick<Standing, 'version'>,
): ReceiptsSaid {
  const { version, of, dark, slowestMs, silent } = receipts
  const order = given.find((one) => one.version === version)?.order ?? null
  const answered = of === 0 ? 'nobodyOn' : dark >= of ? 'all' : 'waiting'
  const how = version < standing.version ? 'earlier' : answered
  return { order, how, dark, of, slowestMs, silent }
}
