import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { parseIndexLine } from '@press-gallery/recorder/segment-log/index-line'
import type { IndexLine } from '@press-gallery/recorder/segment-log/index-line'

/** What is known of a log from its index, as far as it has been read. */
export interface IndexView {
  /** The newest lines, oldest first. */
  lines: IndexLine[]
  /** Discontinuities before the first of `lines`. */
  discontinuitiesBefore: number
}

const readBytes = 262_144

/** Follows a growing `index.jsonl`: each refresh reads only what is new. A line that is being written is not seen. */
export class IndexTail {
  readonly #path: string
  readonly #keep: number
  #offset = 0
  #rest = ''
  #view: IndexView = { lines: [], discontinuitiesBefore: 0 }
  #busy: Promise<IndexView> | null = null

  /** `keep`: how many of the newest lines are wanted. */
  constructor(path: string, keep: number) {
    this.#path = path
    this.#keep = keep
  }

  /** Rejects when the index can't be read for another reason than that it is not there yet. */
  refresh(): Promise<IndexView> {
    this.#busy ??= this.#read().finally(() => {
      this.#busy = null
    })
    return this.#busy
  }

  async #read(): Promise<IndexView> {
    let file: FileHandle
    try {
      file = await open(this.#path, 'r')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return this.#restart()
      throw error
    }
    try {
      const { size } = await file.stat()
      // Shorter than before by more than a torn line: it is another log.
      if (size < this.#offset - Buffer.byteLength(this.#rest)) this.#restart()
      if (size < this.#offset) {
        this.#offset -= Buffer.byteLength(this.#rest)
        this.#rest = ''
      }
      const chunk = Buffer.allocUnsafe(readBytes)
      while (this.#offset < size) {
        const { bytesRead } = await file.read(chunk, 0, readBytes, this.#offset)
        if (bytesRead === 0) break
        this.#offset += bytesRead
        // Index lines are ASCII, so a chunk never ends inside a character.
        this.#take(chunk.toString('latin1', 0, bytesRead))
      }
    } finally {
      await file.close()
    }
    return this.#view
  }

  #take(text: string): void {
    const parts = (this.#rest + text).split('\n')
    this.#rest = parts.pop() ?? ''
    for (const part of parts) {
      const line = parseIndexLine(part)
      if (!line) continue
      this.#view.lines.push(line)
      if (this.#view.lines.length <= this.#keep) continue
      if (this.#view.lines.shift()?.discontinuity) this.#view.discontinuitiesBefore++
    }
  }

  #restart(): IndexView {
    this.#offset = 0
    this.#rest = ''
    this.#view = { lines: [], discontinuitiesBefore: 0 }
    return this.#view
  }
}
