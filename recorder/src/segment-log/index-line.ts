import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * The segment log's files: `index.jsonl` (append-only, one line a segment), `<sequence>.m4s`, `init-<n>.mp4`. Each line holds the
 * SHA-256 of its segment and of its init segment, and of the whole line before it, so no line and no file can be
 * changed, left out, put in or moved without every line after it failing. In a sealed log each of these files is
 * encrypted and called `….age`, and sizes and hashes are of the files as they are: no key is needed to verify it.
 */
export const indexFile = 'index.jsonl'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const indexLine = z.strictObject({
  sequence: z.number().int().nonnegative(),
  /** UTC of the first picture (sound where there is none), ISO 8601 with ms. */
  start: z.iso.datetime({ precision: 3 }),
  durationMs: z.number().nonnegative(),
  bytes: z.number().int().positive(),
  sha256,
  init: z.number().int().nonnegative(),
  initSha256: sha256,
  /** The time line, the tracks or the codec settings break between this segment and the one before. */
  discontinuity: z.boolean(),
  /** It begins with a key frame. */
  independent: z.boolean(),
  /** Of a sealed log only. */
  sealed: z
    .strictObject({
      /** To whom both files are encrypted. */
      recipient: z.string(),
      /** Decode time at which the log's sound ends, in its timescale: for whoever goes on with a log that can't be read. */
      soundEnd: z.number().int().nonnegative().nullable(),
    })
    .optional(),
  /** SHA-256 of the line before, without its line feed; of nothing: 64 zeros. */
  previous: sha256,
})
export type IndexLine = z.infer<typeof indexLine>

export const noLineBefore = '0'.repeat(64)

export function hashOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const sealedSuffix = '.age'

export function segmentFile(sequence: number, sealed = false): string {
  return `${sequence}.m4s${sealed ? sealedSuffix : ''}`
}

export function initFile(init: number, sealed = false): string {
  return `init-${init}.mp4${sealed ? sealedSuffix : ''}`
}

export interface LogFile {
  kind: 'segment' | 'init'
  number: number
  sealed: boolean
}

/** What a name in a log directory stands for; null for anything that is not exactly so written by the two above. */
export function parseFileName(name: string): LogFile | null {
  const match = /^(?:(0|[1-9]\d{0,14})\.m4s|init-(0|[1-9]\d{0,14})\.mp4)(\.age)?$/.exec(name)
  if (!match) return null
  const sealed = match[3] !== undefined
  return match[1] === undefined
    ? { kind: 'init', number: Number(match[2]), sealed }
    : { kind: 'segment', number: Number(match[1]), sealed }
}

/** A line's content, or null when it is none. */
export function parseIndexLine(line: string): IndexLine | null {
  try {
    return indexLine.safeParse(JSON.parse(line)).data ?? null
  } catch {
    // Not JSON: torn or tampered with, which is for the caller to tell apart.
    return null
  }
}
