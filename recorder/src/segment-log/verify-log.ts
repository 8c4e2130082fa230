import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  hashOf,
  indexFile,
  initFile,
  noLineBefore,
  parseFileName,
  parseIndexLine,
  segmentFile,
} from './index-line.ts'
import type { IndexLine } from './index-line.ts'

export interface LogVerdict {
  segments: number
  durationMs: number
  /** Sentences; none when the log is whole. */
  faults: string[]
  /** What is no fault and should be known: a line that is being written, or that a crash has cut. */
  notes: string[]
  /** SHA-256 of the last line: kept elsewhere, it also shows later that nothing was taken off the end. */
  head: string
}

/**
 * Checks a segment log against its own hashes, from nothing but its directory. The chain shows every edit, removal, insertion
 * and exchange; that whole segments were taken off the end it can show only while their files are still there, or
 * against a head kept elsewhere.
 */
export async function verifyLog(dir: string): Promise<LogVerdict> {
  const verdict: LogVerdict = { segments: 0, durationMs: 0, faults: [], notes: [], head: noLineBefore }
  const bytes = await readFile(join(dir, indexFile)).catch(() => null)
  if (!bytes) {
    verdict.faults.push('There is no index.')
    return verdict
  }
  const texts = bytes.toString('utf8').split('\n')
  if (texts.pop() !== '') verdict.notes.push('The last line of the index is cut off; it is not counted.')

  const inits = new Map<string, string>()
  let sealed: boolean | null = null
  for (const [i, text] of texts.entries()) {
    const line = parseIndexLine(text)
    if (!line) verdict.faults.push(`Line ${i + 1} of the index can't be read.`)
    else {
      if (sealed !== null && sealed !== (line.sealed !== undefined))
        verdict.faults.push(`Segment ${line.sequence}: a log is sealed from its beginning, or not at all.`)
      sealed ??= line.sealed !== undefined
      verdict.segments++
      verdict.durationMs += line.durationMs
      await checkLine(dir, line, i, verdict, inits)
    }
    verdict.head = hashOf(text)
  }
  await checkUnlisted(dir, texts.length, new Set(inits.keys()), sealed, verdict)
  return verdict
}

async function checkLine(
  dir: string,
  line: IndexLine,
  i: number,
  verdict: LogVerdict,
  inits: Map<string, string>,
): Promise<void> {
  const { faults } = verdict
  if (line.sequence !== i)
    faults.push(`Line ${i + 1} of the index says it is segment ${line.sequence}, expected ${i}.`)
  if (line.previous !== verdict.head)
    faults.push(`Segment ${line.sequence} does not follow the line before it.`)
  const sealed = line.sealed !== undefined
  const file = segmentFile(line.sequence, sealed)
  const found = await hashFile(join(dir, file))
  if (!found) faults.push(`Segment ${line.sequence}: ${file} is missing.`)
  else if (found.bytes !== line.bytes)
    faults.push(`Segment ${line.sequence}: ${file} has ${found.bytes} bytes, expected ${line.bytes}.`)
  else if (found.sha256 !== line.sha256) faults.push(`Segment ${line.sequence}: ${file} has been changed.`)

  const init = initFile(line.init, sealed)
  const known = inits.get(init) ?? (await hashFile(join(dir, init)))?.sha256 ?? 'missing'
  if (known !== line.initSha256 && !inits.has(init))
    faults.push(
      `Segment ${line.sequence}: ${init} ${known === 'missing' ? 'is missing' : 'has been changed'}.`,
    )
  else if (known !== line.initSha256 && known !== 'missing')
    faults.push(`Segment ${line.sequence}: ${init} is not the one it was recorded with.`)
  inits.set(init, known)
}

async function checkUnlisted(
  dir: string,
  lines: number,
  inits: Set<string>,
  sealed: boolean | null,
  verdict: LogVerdict,
): Promise<void> {
  for (const name of await readdir(dir)) {
    const file = parseFileName(name)
    if (!file) continue
    const own = sealed === null || file.sealed === sealed
    if (own && (file.kind === 'segment' ? file.number < lines : inits.has(name))) continue
    // The writer names a file before its line is written: the very next one may be there.
    const next = own && (file.kind === 'segment' ? file.number === lines : file.number === inits.size)
    if (next) verdict.notes.push(`${name} is there and not in the index: being written, or left by a crash.`)
    else verdict.faults.push(`${name} is there and not in the index.`)
  }
}

async function hashFile(path: string): Promise<{ sha256: string; bytes: number } | null> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of createReadStream(path)) {
      if (!Buffer.isBuffer(chunk)) continue
      hash.update(chunk)
      bytes += chunk.length
    }
  } catch {
    return null
  }
  return { sha256: hash.digest('hex'), bytes }
}
