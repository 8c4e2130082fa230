import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { indexFile, parseFileName } from '@press-gallery/recorder/segment-log/index-line'
import type { IndexLine } from '@press-gallery/recorder/segment-log/index-line'
import { DomainError } from '../protocol/errors.ts'
import { identifier } from '../protocol/identifiers.ts'
import { IndexTail } from './index-tail.ts'
import type { IndexView } from './index-tail.ts'
import { mediaPlaylist } from './playlist.ts'

export interface Hls {
  /** The live media playlist; null while nothing was recorded in the last half minute. */
  playlist(hearingId: string): Promise<string | null>
  /** The absolute path and media type of a file of the live window; null for any other name. */
  file(hearingId: string, name: string): Promise<{ path: string; contentType: string } | null>
}

export interface HlsOptions {
  /** The segment log of a hearing, as the recorder writes it. */
  logDir: (hearingId: string) => string
  nowMs: () => number
}

/** Segments in the playlist: enough for a player that starts three behind, no more. */
const windowSegments = 6
/** A player may still ask for what has just left the playlist that it has (RFC 8216 section 6.2.2). */
const graceSegments = 2
/** What is older is not live: a recording before a restart, or before a long silence. */
const liveMsMax = 30_000
const contentType = 'video/mp4'
/** All viewers of a hearing ask for the same index, hundreds of times a second; a segment comes every 2 s. */
const sharedForMs = 50

interface Followed {
  tail: IndexTail
  view: IndexView | null
  readAtMs: number
}

/** Live HLS out of segment logs. Asks nobody for rights: whoever calls has asked `access/`. */
export function createHls({ logDir, nowMs }: HlsOptions): Hls {
  const tails = new Map<string, Followed>()

  const read = async (hearingId: string): Promise<IndexView | null> => {
    if (!identifier.safeParse(hearingId).success) return null
    let followed = tails.get(hearingId)
    if (!followed) {
      const tail = new IndexTail(join(logDir(hearingId), indexFile), windowSegments + graceSegments)
      followed = { tail, view: null, readAtMs: 0 }
      tails.set(hearingId, followed)
    }
    const view = await refreshed(followed)
    const newest = view.lines.at(-1)
    return newest && endMs(newest) > nowMs() - liveMsMax ? view : null
  }

  const refreshed = async (followed: Followed): Promise<IndexView> => {
    const sinceMs = nowMs() - followed.readAtMs
    if (followed.view !== null && sinceMs >= 0 && sinceMs < sharedForMs) return followed.view
    followed.view = await followed.tail.refresh()
    followed.readAtMs = nowMs()
    return followed.view
  }

  return {
    playlist: async (hearingId) => {
      const view = await read(hearingId)
      if (!view) return null
      const segments = live(view.lines).slice(-windowSegments)
      const before = view.lines.slice(0, view.lines.length - segments.length)
      return mediaPlaylist({
        segments,
        discontinuitySequence:
          view.discontinuitiesBefore + before.filter((line) => line.discontinuity).length,
      })
    },
    file: async (hearingId, name) => {
      const file = parseFileName(name)
      const view = file && !file.sealed ? await read(hearingId) : null
      if (!file || !view) return null
      const listed = live(view.lines).some((line) =>
        file.kind === 'segment' ? line.sequence === file.number : line.init === file.number,
      )
      if (!listed) return null
      const path = join(logDir(hearingId), name)
      await stat(path).catch((cause: unknown) => {
        throw new DomainError('not_found', `${name} is in the index and can't be read`, { cause })
      })
      return { path, contentType }
    },
  }
}

function endMs(line: IndexLine): number {
  return Date.parse(line.start) + line.durationMs
}

/** The newest segments that lie together in time. */
function live(lines: IndexLine[]): IndexLine[] {
  const newest = lines.at(-1)
  return newest ? lines.filter((line) => endMs(line) > endMs(newest) - liveMsMax) : []
}
