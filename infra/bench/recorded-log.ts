import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  indexFile,
  initFile,
  parseIndexLine,
  segmentFile,
} from '@press-gallery/recorder/segment-log/index-line'

/** What a recorder has left: runs of segments that share an init segment, each segment dated by the recorder's index. */
export interface RecordedRun {
  init: string
  segments: { path: string; startMs: number; discontinuity: boolean }[]
}

/** The segment log of a hearing. */
export async function readSegmentLog(dir: string): Promise<RecordedRun[]> {
  const text = await readFile(join(dir, indexFile), 'utf8')
  const runs = new Map<number, RecordedRun>()
  for (const line of text.split('\n').flatMap((one) => parseIndexLine(one) ?? [])) {
    const run = runs.get(line.init) ?? { init: join(dir, initFile(line.init)), segments: [] }
    run.segments.push({
      path: join(dir, segmentFile(line.sequence)),
      startMs: Date.parse(line.start),
      discontinuity: line.discontinuity,
    })
    runs.set(line.init, run)
  }
  return [...runs.values()]
}

/** What ffmpeg's own HLS writer leaves, with its `EXT-X-PROGRAM-DATE-TIME` (RFC 8216, 4.3.2.6) as the index. */
export async function readHlsPlaylist(path: string): Promise<RecordedRun[]> {
  const text = await readFile(path, 'utf8')
  const dir = join(path, '..')
  const init = /^#EXT-X-MAP:URI="([^"]+)"/m.exec(text)?.[1]
  if (init === undefined) throw new Error('the playlist names no init segment')
  const segments: RecordedRun['segments'] = []
  let startMs = Number.NaN
  let discontinuity = false
  for (const line of text.split('\n')) {
    const date = /^#EXT-X-PROGRAM-DATE-TIME:(.+)$/.exec(line)?.[1]
    if (date !== undefined) startMs = Date.parse(date)
    else if (line === '#EXT-X-DISCONTINUITY') discontinuity = true
    else if (line !== '' && !line.startsWith('#')) {
      segments.push({ path: join(dir, line), startMs, discontinuity })
      discontinuity = false
    }
  }
  return [{ init: join(dir, init), segments }]
}
