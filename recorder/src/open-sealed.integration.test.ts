import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSeal } from './seal/seal.ts'
import { SegmentLog } from './segment-log/segment-log.ts'
import { BoxSplitter } from './take/mp4-boxes.ts'

const command = (name: string): string => fileURLToPath(new URL(`${name}.ts`, import.meta.url))
const startMs = Date.UTC(2026, 0, 1)
const files = { dir: '', key: '', otherKey: '' }
const media: { init: Buffer; segments: Buffer[] } = { init: Buffer.alloc(0), segments: [] }
let recipient = ''
let log = ''

function run(name: string, ...words: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [command(name), ...words], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    )
  })
}

beforeAll(async () => {
  files.dir = await mkdtemp(join(tmpdir(), 'open-sealed-'))
  files.key = join(files.dir, 'key.txt')
  files.otherKey = join(files.dir, 'other-key.txt')
  const made = await run('seal-key', '--out', files.key)
  recipient = /^age1\S+$/m.exec(made.said)?.[0] ?? ''
  await run('seal-key', '--out', files.otherKey)

  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25', '-f', 'lavfi', '-i', 'sine=r=48000']
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-c:a', 'aac', '-t', '4']
  const mp4 = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1']
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', ...source, ...codecs, ...mp4], {
    encoding: 'buffer',
    maxBuffer: 10_000_000,
  })
  const boxes = new BoxSplitter().push(stdout)
  const of = (...types: string[]): Buffer[] =>
    boxes.filter(({ type }) => types.includes(type)).map(({ bytes }) => bytes)
  media.init = Buffer.concat(of('ftyp', 'moov'))
  const fragments = of('moof', 'mdat')
  for (let i = 0; i < fragments.length; i += 2) media.segments.push(Buffer.concat(fragments.slice(i, i + 2)))
})
afterAll(() => rm(files.dir, { recursive: true }))

async function append(from: number, until: number, atMs: number, to = recipient): Promise<void> {
  const segmentLog = await SegmentLog.open(log, { seal: createSeal(to) })
  for (const [i, bytes] of media.segments.slice(from, until).entries())
    await segmentLog.append({
      init: media.init,
      bytes,
      startMs: startMs + atMs + i * 1000,
      durationMs: 1000,
      discontinuity: i === 0 && from > 0,
      independent: true,
    })
  await segmentLog.close()
}

beforeEach(async () => {
  log = await mkdtemp(join(files.dir, 'log-'))
  // Two processes have written the first stretch; then there is a hole.
  await append(0, 2, 0)
  await append(2, 3, 2000)
  await append(3, 4, 60_000)
})

const open = (out: string, ...more: string[]): ReturnType<typeof run> =>
  run('open-sealed', '--identity', files.key, '--log', log, '--out', out, ...more)

async function probe(path: string): Promise<{ codecs: string[]; seconds: number }> {
  const show = ['-show_entries', 'stream=codec_name:format=duration', '-of', 'csv=p=0']
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', ...show, path])
  const words = stdout.trim().split('\n')
  return { codecs: words.slice(0, -1), seconds: Math.round(Number(words.at(-1))) }
}

describe('npm run open-sealed', () => {
  it('opens a log with the private key: a file for each stretch, which plays', async () => {
    const out = join(log, '..', 'opened.mp4')
    const { code, said } = await open(out)
    expect({ code, said }).toMatchObject({ code: 0 })
    expect(said).toContain('The log is whole: 4 segments.')
    expect(said).toContain('from 2026-01-01T00:00:00.000Z, 3.000 s')
    expect(said).toContain('from 2026-01-01T00:01:00.000Z, 1.000 s')
    const [first, second] = [out.replace('.mp4', '-1.mp4'), out.replace('.mp4', '-2.mp4')]
    expect(await probe(first)).toEqual({ codecs: ['h264', 'aac'], seconds: 3 })
    expect(await probe(second)).toEqual({ codecs: ['h264', 'aac'], seconds: 1 })
    expect((await stat(first)).mode & 0o777).toBe(0o600)
    // Nothing is written over.
    expect((await open(first)).said).toContain('is there already')
  })

  it('opens nothing with another key, and says which is needed', async () => {
    const out = join(files.dir, 'never.mp4')
    const words = ['--identity', files.otherKey, '--log', log, '--out', out]
    const { code, said } = await run('open-sealed', ...words)
    expect(code).toBe(1)
    expect(said).toContain(recipient)
    expect(await readdir(files.dir)).not.toContain('never.mp4')
  })

  it('says what was changed, and opens the rest of it only when told to', async () => {
    const bytes = await readFile(join(log, '1.m4s.age'))
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    await writeFile(join(log, '1.m4s.age'), bytes)
    const out = join(log, '..', 'damaged.mp4')
    const refused = await open(out)
    expect(refused.code).toBe(1)
    expect(refused.said).toContain('Segment 1: 1.m4s.age has been changed.')
    const { code, said } = await open(out, '--damaged')
    expect(code).toBe(1)
    expect(said).toContain("1.m4s.age can't be opened and is left out.")
    expect((await probe(out.replace('.mp4', '-1.mp4'))).codecs).toEqual(['h264', 'aac'])
  })

  it('needs no key to be verified, with whatever was slipped in', async () => {
    expect((await run('verify', log)).said).toMatch(/^The log is whole: 4 segments, 4\.000 s/)
    await writeFile(join(log, '9.m4s'), 'in clear')
    expect((await run('verify', log)).said).toContain('9.m4s is there and not in the index.')
    const line = (await readFile(join(log, 'index.jsonl'), 'utf8')).split('\n')[3] ?? ''
    await appendFile(join(log, 'index.jsonl'), `${line}\n`)
    expect((await run('verify', log)).code).toBe(1)
  })

  it('says how it is used', async () => {
    for (const words of [
      ['open-sealed'],
      ['open-sealed', '--nosuch'],
      ['seal-key'],
      ['seal-key', '--nosuch'],
    ]) {
      const { code, said } = await run(words[0] ?? '', ...words.slice(1))
      expect({ words, code }).toEqual({ words, code: 2 })
      expect(said).toContain('Use: npm run')
    }
  })
})

describe('npm run seal-key', () => {
  it('writes the private key for its owner alone, and never over another', async () => {
    expect((await stat(files.key)).mode & 0o777).toBe(0o600)
    const key = await readFile(files.key, 'utf8')
    expect(key).toContain('AGE-SECRET-KEY-1')
    expect((await run('seal-key', '--out', files.key)).code).toBe(1)
    expect(await readFile(files.key, 'utf8')).toBe(key)
  })
})
