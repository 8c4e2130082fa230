import type { AttendanceView, DarkReceipt, WatchPath } from '../protocol/attendance.ts'
import type { Standing } from '../protocol/hearing-state.ts'
import type { Database } from '../store/open-store.ts'
import type { AttendanceEntries } from './attendance-entries.ts'
import type { AttendanceLedger } from './attendance-ledger.ts'

/** One whose media were cut by an order. */
export interface CutViewer {
  readonly viewingId: string
  readonly subjectId: string
  readonly name: string
  readonly path: WatchPath
  readonly cutMs: number
}

/** The receipts of the latest order that cut a hearing's media. */
export interface Receipts {
  readonly view: NonNullable<AttendanceView['receipts']>
  /** A viewer says that nothing is shown any more. True where that was still open. */
  answer(viewingId: string, subjectId: string, receipt: DarkReceipt): boolean
  /** Writes the summary if that has not been done yet. */
  close(): void
}

export interface ReceiptsOptions {
  hearingId: string
  standing: Standing
  viewers: readonly CutViewer[]
  entries: AttendanceEntries
  ledger: AttendanceLedger
  nowMs: () => number
}

/** What has not been answered by then counts as silent in the log; an answer is still written when it comes. */
const summaryAfterMs = 10_000

/** Begins with the cut: one row for each viewer who was on. */
export function openReceipts(options: ReceiptsOptions): Receipts {
  const { hearingId, standing, viewers, entries, ledger, nowMs } = options
  const { version, sinceMs: orderedMs } = standing
  const toldMs = nowMs()
  const darkAfterMs = new Map<string, number>()
  let summarised = viewers.length === 0

  ledger.enter(async (write) => {
    if (viewers.length === 0) return
    await write
      .insertInto('receipts')
      .values(
        viewers.map(({ viewingId, subjectId, path, cutMs }) => ({
          hearing_id: hearingId,
          version,
          viewing_id: viewingId,
          viewer_id: subjectId,
          path,
          cut_ms: Math.floor(cutMs),
          dark_after_ms: null,
          answered_ms: null,
        })),
      )
      .onConflict((conflict) => conflict.columns(['hearing_id', 'version', 'viewing_id']).doNothing())
      .execute()
  })

  const view = (): Receipts['view'] => ({
    version,
    orderedMs,
    of: viewers.length,
    dark: darkAfterMs.size,
    slowestMs: darkAfterMs.size === 0 ? null : Math.max(...darkAfterMs.values()),
    silent: viewers.filter(({ viewingId }) => !darkAfterMs.has(viewingId)).map(({ name }) => name),
  })
  const summarise = (): void => {
    clearTimeout(timer)
    if (summarised) return
    summarised = true
    const silent = viewers.filter(({ viewingId }) => !darkAfterMs.has(viewingId))
    entries.dark(
      view(),
      silent.map(({ subjectId }) => subjectId),
    )
  }
  const timer = viewers.length === 0 ? undefined : setTimeout(summarise, summaryAfterMs)

  return {
    get view() {
      return view()
    },
    answer(viewingId, subjectId, { afterMs }) {
      const viewer = viewers.find((one) => one.viewingId === viewingId && one.subjectId === subjectId)
      if (!viewer || darkAfterMs.has(viewingId)) return false
      const answeredMs = nowMs()
      // From the order to the push, and from there as the viewer says; never later than the answer itself.
      const afterOrderMs = Math.round(
        Math.max(0, Math.min(toldMs - orderedMs + afterMs, answeredMs - orderedMs)),
      )
      darkAfterMs.set(viewingId, afterOrderMs)
      ledger.enter(async (write) => {
        await write
          .updateTable('receipts')
          .set({ dark_after_ms: afterOrderMs, answered_ms: Math.floor(answeredMs) })
          .where('hearing_id', '=', hearingId)
          .where('version', '=', version)
          .where('viewing_id', '=', viewingId)
          .execute()
      })
      if (darkAfterMs.size === viewers.length) summarise()
      return true
    },
    close: summarise,
  }
}

/** Of the latest order that cut the media, as the store has it: after a restart. Null: there was none. */
export async function storedReceipts(
  database: Database,
  hearingId: string,
): Promise<AttendanceView['receipts']> {
  const rows = await database
    .selectFrom('receipts')
    .innerJoin('orders', (join) =>
      join
        .onRef('orders.hearing_id', '=', 'receipts.hearing_id')
        .onRef('orders.version', '=', 'receipts.version'),
    )
    .leftJoin('people', 'people.id', 'receipts.viewer_id')
    .select(['receipts.version', 'receipts.dark_after_ms', 'receipts.viewer_id'])
    .select(['orders.at_ms', 'people.name'])
    .where('receipts.hearing_id', '=', hearingId)
    .where('receipts.version', '=', (eb) =>
      eb
        .selectFrom('receipts as latest')
        .select((latest) => latest.fn.max('latest.version').as('version'))
        .where('latest.hearing_id', '=', hearingId),
    )
    .execute()
  const [first] = rows
  if (first === undefined) return null
  const answered = rows.flatMap(({ dark_after_ms: afterMs }) => (afterMs === null ? [] : [afterMs]))
  return {
    version: first.version,
    orderedMs: first.at_ms,
    of: rows.length,
    dark: answered.length,
    slowestMs: answered.length === 0 ? null : Math.max(...answered),
    silent: rows
      .filter(({ dark_after_ms: afterMs }) => afterMs === null)
      .map(({ name, viewer_id: id }) => name ?? id),
  }
}
