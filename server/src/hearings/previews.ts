import type { Logger } from 'pino'
import { withheldFrom } from '../access/preview-right.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Feed } from '../ingest/feed.ts'
import { FeedPreview } from '../ingest/preview/feed-preview.ts'
import { stepMs } from '../ingest/preview/sound-levels.ts'
import type { PreviewAnswer } from '../protocol/workplaces.ts'
import type { Database } from '../store/open-store.ts'
import type { OnAir } from './on-air.ts'
import { createPreviewEntries } from './preview-entries.ts'

export interface Look {
  courtroomId: string
  courtId: string
  personId: string
  /** Whether the person may watch a hearing of this court. */
  mayWatch: boolean
  /** When the picture was taken that the person has already; null: none. */
  seenMs: number | null
}

/** What technicians see of a courtroom on the air or not, while nothing keeps it dark. */
export interface Previews {
  /** What there is now. The first look begins the preview, and is written in the audit log; it goes on for as long as somebody looks. */
  look(look: Look): Promise<PreviewAnswer>
  /** Somebody looks at it live, over WebRTC: written in the audit log as a look is. */
  opened(look: Omit<Look, 'seenMs'>): Promise<void>
  /** Ends a courtroom's preview in the same tick; a look afterwards begins it anew, where it may. */
  end(courtroomId: string): void
  /** Resolves when no process of any preview is left. Idempotent. */
  stop(): Promise<void>
}

export interface PreviewsOptions {
  database: Database
  audit: AuditLog
  feed: (courtroomId: string) => Feed | undefined
  onAir: Pick<OnAir, 'stateIn'>
  nowMs: () => number
  log: Logger
}

/** Nobody has looked for as long: nobody looks. */
const leaseMs = 6000

interface Shown {
  preview: FeedPreview
  lease: NodeJS.Timeout
}

export function createPreviews(options: PreviewsOptions): Previews {
  const { database, audit, feed, onAir, nowMs, log } = options
  const shown = new Map<string, Shown>()
  const opened = createPreviewEntries({ database, audit, nowMs })
  const ending = new Set<Promise<void>>()
  let stopped = false

  const end = (courtroomId: string): void => {
    const there = shown.get(courtroomId)
    if (there === undefined) return
    shown.delete(courtroomId)
    clearTimeout(there.lease)
    const gone = there.preview
      .stop()
      .catch((error: unknown) => log.error({ err: error, courtroomId }, 'a preview did not stop'))
      .finally(() => ending.delete(gone))
    ending.add(gone)
  }

  const begin = (courtroomId: string): Shown | null => {
    const from = feed(courtroomId)
    if (from === undefined || stopped) return null
    const preview = new FeedPreview({ feed: from, nowMs, log: log.child({ courtroomId }) })
    const lease = setTimeout(() => end(courtroomId), leaseMs)
    const begun = { preview, lease }
    shown.set(courtroomId, begun)
    return begun
  }

  const withheldNow = (look: Look): PreviewAnswer['withheld'] =>
    withheldFrom(onAir.stateIn(look.courtroomId), look)

  return {
    async look(look) {
      const { courtroomId, seenMs } = look
      if (withheldNow(look) === null) await opened(look)
      // From here to the answer nothing is waited for: an order to close comes before it or after it.
      const atMs = nowMs()
      const withheld = withheldNow(look)
      if (withheld !== null) {
        // Others may go on looking at a live hearing.
        if (withheld !== 'live') end(courtroomId)
        return { atMs, withheld, picture: null, sound: null }
      }
      const there = shown.get(courtroomId) ?? begin(courtroomId)
      if (there === null) return { atMs, withheld: null, picture: null, sound: null }
      there.lease.refresh()
      const { picture, peaksDb } = there.preview
      return {
        atMs,
        withheld: null,
        picture: picture && {
          takenMs: picture.takenMs,
          jpeg: picture.takenMs === seenMs ? null : picture.jpeg.toString('base64'),
        },
        sound: peaksDb && { stepMs, peaksDb: [...peaksDb] },
      }
    },
    opened,
    end,
    async stop() {
      stopped = true
      for (const courtroomId of shown.keys()) end(courtroomId)
      await Promise.all(ending)
    },
  }
}
