import { mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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
import type { Seal } from '../seal/seal.ts'
import { syncDirectory, unfinishedPrefix, writeOnce } from './write-once.ts'
import { takeWriterLock } from './writer-lock.ts'
import type { WriterLock } from './writer-lock.ts'

/** A recorder whose server was killed finishes its last segment first: how long its successor waits for that. */
const successorPatienceMs = 5000

/** The index can't be gone on with: someone has changed it. Nothing is touched. */
export class LogDamagedError extends Error {}

export interface NewSegment {
  init: Buffer
  bytes: Buffer
  startMs: number
  durationMs: number
  discontinuity: boolean
  independent: boolean
  /** Decode time at which its sound ends; kept in a sealed log's index. */
  soundEnd?: number | null
}

export interface SegmentLogOptions {
  /** How long another writer is waited for. Default 5000. */
  patienceMs?: number
  /** Nothing of a sealed log is written but through it. Null for a log in clear. */
  seal?: Seal | null
}

/** The end of a log, for whoever goes on with it. */
export interface LogEnd {
  /** UTC ms of the first segment's start, which the log's decode times are counted from; null in an empty log. */
  firstStartMs: number | null
  /** UTC ms where the last segment ends; null in an empty log. */
  endMs: number | null
}

/** Writes one hearing's segment log. One process writes a log at a time; the next one waits for it to let go. */
export class SegmentLog {
  readonly #dir: string
  readonly #lock: WriterLock
  readonly #index: FileHandle
  readonly #seal: Seal | null
  #indexBytes: number
  #previous: string
  #sequence: number
  #init: { number: number; sha256: string } | null
  /** Of the init segment before it was encrypted, while that is known: each process of a sealed log writes its own. */
  #initClearSha256: string | null
  #soundEnd: number | null
  #torn = false
  #end: LogEnd

  private constructor(
    dir: string,
    lock: WriterLock,
    index: FileHandle,
    seal: Seal | null,
    indexBytes: number,
    lines: { text: string; line: IndexLine }[],
  ) {
    const first = lines.at(0)
    const last = lines.at(-1)
    this.#dir = dir
    this.#lock = lock
    this.#index = index
    this.#seal = seal
    this.#indexBytes = indexBytes
    this.#previous = last ? hashOf(last.text) : noLineBefore
    this.#sequence = last ? last.line.sequence + 1 : 0
    this.#init = last ? { number: last.line.init, sha256: last.line.initSha256 } : null
    this.#initClearSha256 = last && !seal ? last.line.initSha256 : null
    this.#soundEnd = last?.line.sealed?.soundEnd ?? null
    this.#end = {
      firstStartMs: first ? Date.parse(first.line.start) : null,
      endMs: last ? Date.parse(last.line.start) + last.line.durationMs : null,
    }
  }

  /**
   * Opens a log or begins one. What a crash has left is cleared away: a torn last line, unfinished files, files that no
   * line names (their media is sent again). Throws LogDamagedError when a whole line is no line of ours, or of a sealed log
   * where one in clear is meant or the other way round; and LogBusyError when another process still writes it after
   * `patienceMs`.
   */
  static async open(dir: string, options: SegmentLogOptions = {}): Promise<SegmentLog> {
    const { patienceMs = successorPatienceMs, seal = null } = options
    await makeDirectory(dir)
    const lock = takeWriterLock(dir, patienceMs)
    const path = join(dir, indexFile)
    const index = await open(path, 'a', 0o640).catch((error: unknown) => {
      lock.release()
      throw error
    })
    try {
      const bytes = await readFile(path)
      const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
      if (whole.length < bytes.length) {
        await index.truncate(whole.length)
        await index.sync()
      }
      const texts = whole.toString('utf8').split('\n').slice(0, -1)
      const lines = texts.map((text, i) => {
        const line = parseIndexLine(text)
        if (line?.sequence !== i)
          throw new LogDamagedError(`line ${i + 1} of the index is not segment ${i}'s`)
        if ((line.sealed !== undefined) !== (seal !== null))
          throw new LogDamagedError(
            `line ${i + 1} of the index is of a log ${seal ? 'in clear' : 'that is sealed'}`,
          )
        return { text, line }
      })
      await clearUnlisted(dir, lines.at(-1)?.line)
      await syncDirectory(dir)
      return new SegmentLog(dir, lock, index, seal, whole.length, lines)
    } catch (error) {
      await index.close()
      lock.release()
      throw error
    }
  }

  get end(): LogEnd {
    return this.#end
  }

  /** Decode time at which the sound of a sealed log ends; null where it has none, and of a log in clear. */
  get sealedSoundEnd(): number | null {
    return this.#soundEnd
  }

  /** The last segment and its init segment, as they are on disk; null in an empty log, and in a sealed one. */
  async readLast(): Promise<{ init: Buffer; bytes: Buffer } | null> {
    if (!this.#init || this.#sequence === 0 || this.#seal) return null
    return {
      init: await readFile(join(this.#dir, initFile(this.#init.number))),
      bytes: await readFile(join(this.#dir, segmentFile(this.#sequence - 1))),
    }
  }

  /**
   * Adds a segment; when this resolves it is durable. When it rejects (a full disk) nothing is listed, and the same
   * segment may be tried again.
   */
  async append(segment: NewSegment): Promise<IndexLine> {
    await this.#mend()
    const seal = this.#seal
    const initClearSha256 = hashOf(segment.init)
    let init = this.#init
    if (!init || this.#initClearSha256 !== initClearSha256) {
      const bytes = seal ? await seal.encrypt(segment.init) : segment.init
      init = { number: init ? init.number + 1 : 0, sha256: hashOf(bytes) }
      await writeOnce(this.#dir, initFile(init.number, seal !== null), bytes)
    }
    const sequence = this.#sequence
    const bytes = seal ? await seal.encrypt(segment.bytes) : segment.bytes
    await writeOnce(this.#dir, segmentFile(sequence, seal !== null), bytes)
    const line: IndexLine = {
      sequence,
      start: new Date(Math.round(segment.startMs)).toISOString(),
      durationMs: Math.round(segment.durationMs * 1000) / 1000,
      bytes: bytes.length,
      sha256: hashOf(bytes),
      init: init.number,
      initSha256: init.sha256,
      discontinuity: segment.discontinuity,
      independent: segment.independent,
      ...(seal && { sealed: { recipient: seal.recipient, soundEnd: segment.soundEnd ?? null } }),
      previous: this.#previous,
    }
    const text = JSON.stringify(line)
    this.#torn = true
    await this.#index.appendFile(`${text}\n`)
    await this.#index.sync()
    this.#torn = false

    this.#indexBytes += Buffer.byteLength(text) + 1
    this.#previous = hashOf(text)
    this.#sequence = sequence + 1
    this.#init = init
    this.#initClearSha256 = initClearSha256
    if (seal) this.#soundEnd = segment.soundEnd ?? null
    const startMs = Date.parse(line.start)
    this.#end = { firstStartMs: this.#end.firstStartMs ?? startMs, endMs: startMs + line.durationMs }
    return line
  }

  async close(): Promise<void> {
    await this.#mend()
    await this.#index.close()
    this.#lock.release()
  }

  /** Takes back a line that did not get through whole. */
  async #mend(): Promise<void> {
    if (!this.#torn) return
    await this.#index.truncate(this.#indexBytes)
    await this.#index.sync()
    this.#torn = false
  }
}

async function makeDirectory(dir: string): Promise<void> {
  const made = await mkdir(dir, { recursive: true, mode: 0o750 })
  // A new directory is itself an entry that a power cut can take away.
  if (made !== undefined)
    for (let at = dir; at.length >= made.length; at = dirname(at)) await syncDirectory(dirname(at))
}

async function clearUnlisted(dir: string, last: IndexLine | undefined): Promise<void> {
  for (const name of await readdir(dir)) {
    const file = parseFileName(name)
    if (file && last && file.sealed !== (last.sealed !== undefined)) continue
    const listed = file?.kind === 'segment' ? last?.sequence : last?.init
    const unlisted = file !== null && (listed === undefined || file.number > listed)
    if (unlisted || name.startsWith(unfinishedPrefix)) await rm(join(dir, name))
  }
  if (last) await stat(join(dir, segmentFile(last.sequence, last.sealed !== undefined)))
}
