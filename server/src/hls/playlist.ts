import { initFile, segmentFile } from '@press-gallery/recorder/segment-log/index-line'
import type { IndexLine } from '@press-gallery/recorder/segment-log/index-line'

export interface PlaylistModel {
  /** The segments of the window, oldest first; at least one. */
  segments: Pick<IndexLine, 'sequence' | 'start' | 'durationMs' | 'init' | 'discontinuity' | 'independent'>[]
  /** Discontinuities before the first of them. */
  discontinuitySequence: number
}

/** The shortest EXT-X-TARGETDURATION, s. */
const targetDurationMinS = 2

/** A live media playlist, RFC 8216. */
export function mediaPlaylist({ segments, discontinuitySequence }: PlaylistModel): string {
  const longestMs = Math.max(...segments.map((segment) => segment.durationMs))
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    // Rounded to the nearest second, no segment is longer (section 4.3.3.1). Of the window and not of the hearing: section
    // 6.2.1 wants it constant, but players count their distance from the live edge in it, and one long group of pictures
    // must not keep every viewer late until the evening.
    `#EXT-X-TARGETDURATION:${Math.max(targetDurationMinS, Math.round(longestMs / 1000))}`,
    `#EXT-X-MEDIA-SEQUENCE:${segments[0]?.sequence ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuitySequence}`,
  ]
  if (segments.every((segment) => segment.independent)) lines.push('#EXT-X-INDEPENDENT-SEGMENTS')
  let init: number | null = null
  for (const segment of segments) {
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY')
    if (segment.init !== init) {
      init = segment.init
      lines.push(`#EXT-X-MAP:URI="${initFile(init)}"`)
    }
    lines.push(
      `#EXT-X-PROGRAM-DATE-TIME:${segment.start}`,
      `#EXTINF:${(segment.durationMs / 1000).toFixed(6)},`,
      segmentFile(segment.sequence),
    )
  }
  return `${lines.join('\n')}\n`
}
