import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Decrypter } from 'age-encryption'
import type { Logger } from 'pino'
import { startFfmpeg } from '../ffmpeg.ts'
import { indexFile, initFile, parseIndexLine, segmentFile } from '../segment-log/index-line.ts'
import type { IndexLine } from '../segment-log/index-line.ts'
import type { SealIdentity } from './identity-file.ts'

export interface OpenSealedOptions {
  dir: string
  identities: readonly SealIdentity[]
  /** The file to make; with more than one part `-1`, `-2`, … come before its extension. */
  out: string
  /** What can't be opened: told, and left out. Without it the first such thing is thrown. */
  onUnreadable: ((file: string) => void) | null
  log: Logger
}

/** A stretch without a break, which plays as one file. */
export interface OpenedPart {
  path: string
  /** UTC ms. */
  startMs: number
  durationMs: number
}

/** A hole above this begins another part: nobody wants to sit through a frozen picture. */
const holeMs = 1000

interface Part {
  init: Buffer
  lines: IndexLine[]
}

/** The lines of the log are sealed to other keys than those given. */
export class WrongKeyError extends Error {}

/**
 * Decrypts a sealed log into files that play: one for each stretch without a break. Only here is anything of it in clear on a
 * disk. Its chain is not looked at: `verifyLog` does that, and needs no key.
 */
export async function openSealedLog(options: OpenSealedOptions): Promise<OpenedPart[]> {
  const { dir, identities, out } = options
  const text = await readFile(join(dir, indexFile), 'utf8')
  const lines = text.split('\n').flatMap((line) => parseIndexLine(line) ?? [])
  const ours = new Set(identities.map(({ recipient }) => recipient))
  const others = new Set(
    lines.flatMap(({ sealed }) => (sealed && !ours.has(sealed.recipient) ? [sealed.recipient] : [])),
  )
  if (others.size > 0) throw new WrongKeyError(`the private key of ${[...others].join(' and ')} is needed`)

  const decrypter = new Decrypter()
  for (const { secret } of identities) decrypter.addIdentity(secret)
  const decrypt = async (name: string): Promise<Buffer | null> => {
    try {
      return Buffer.from(await decrypter.decrypt(await readFile(join(dir, name))))
    } catch (cause) {
      if (!options.onUnreadable) throw new Error(`${name} can't be opened`, { cause })
      options.onUnreadable(name)
      return null
    }
  }

  const parts = await split(lines, decrypt)
  const opened: OpenedPart[] = []
  for (const [i, part] of parts.entries()) {
    const path = parts.length === 1 ? out : numbered(out, i + 1)
    await writePart(part, path, decrypt, options.log)
    opened.push({ path, ...extent(part.lines) })
  }
  return opened
}

type Decrypt = (name: string) => Promise<Buffer | null>

async function split(lines: readonly IndexLine[], decrypt: Decrypt): Promise<Part[]> {
  const inits = new Map<number, Buffer | null>()
  const parts: Part[] = []
  let endMs = -Infinity
  for (const line of lines) {
    if (!inits.has(line.init)) inits.set(line.init, await decrypt(initFile(line.init, true)))
    const init = inits.get(line.init) ?? null
    if (!init) continue
    const last = parts.at(-1)
    const startMs = Date.parse(line.start)
    // Each process of a recorder writes an init segment of its own; most say the same.
    if (last?.init.equals(init) && startMs - endMs <= holeMs) last.lines.push(line)
    else parts.push({ init, lines: [line] })
    endMs = startMs + line.durationMs
  }
  return parts
}

/** Copies, so that the file begins at 0 and can be searched in. What is in clear goes through a pipe. */
async function writePart(part: Part, path: string, decrypt: Decrypt, log: Logger): Promise<void> {
  const stream = new PassThrough()
  const ffmpeg = await startFfmpeg({
    inputs: [{ stream, options: ['-f', 'mp4'] }],
    output: { to: path, options: ['-map', '0', '-c', 'copy', '-movflags', '+faststart', '-f', 'mp4'] },
    logLevel: 'error',
    log,
  })
  const exited = ffmpeg.exited.then((exit) => {
    stream.destroy()
    return exit
  })
  try {
    stream.write(part.init)
    for (const line of part.lines) {
      const bytes = await decrypt(segmentFile(line.sequence, true))
      if (bytes && !stream.write(bytes)) await Promise.race([once(stream, 'drain'), exited])
    }
    stream.end()
  } catch (error) {
    await ffmpeg.stop(0)
    throw error
  }
  const { code, stderrTail } = await exited
  if (code !== 0) throw new Error(`ffmpeg could not write ${path}: ${stderrTail}`)
}

function extent(lines: readonly IndexLine[]): { startMs: number; durationMs: number } {
  const starts = lines.map((line) => Date.parse(line.start))
  const startMs = Math.min(...starts)
  const last = lines.at(-1)
  return { startMs, durationMs: last ? Date.parse(last.start) + last.durationMs - startMs : 0 }
}

function numbered(path: string, number: number): string {
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}-${number}${extension}`
}
