import { appendFile, mkdtemp, readFile, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogDamagedError, SegmentLog } from './segment-log.ts'
import { LogBusyError } from './writer-lock.ts'
import { verifyLog } from './verify-log.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'segment-log-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true })
})

const startMs = Date.UTC(2026, 0, 1)

async function write(count: number, from = 0): Promise<void> {
  const log = await SegmentLog.open(dir)
  for (let i = from; i < from + count; i++)
    await log.append({
      init: Buffer.from(`init ${Math.floor(i / 2)}`),
      bytes: Buffer.from(`segment ${i}`),
      startMs: startMs + i * 2000,
      durationMs: 2000,
      discontinuity: i === 2,
      independent: true,
    })
  await log.close()
}

const path = (name: string): string => join(dir, name)
const index = async (): Promise<string[]> =>
  (await readFile(path('index.jsonl'), 'utf8')).split('\n').slice(0, -1)
const setIndex = (lines: string[]): Promise<void> =>
  writeFile(path('index.jsonl'), lines.map((line) => `${line}\n`).join(''))

describe('SegmentLog', () => {
  it('writes files once, a line for each, and goes on where it was', async () => {
    await write(3)
    await write(2, 3)
    expect((await readdir(dir)).toSorted()).toEqual(
      [
        '0.m4s',
        '1.m4s',
        '2.m4s',
        '3.m4s',
        '4.m4s',
        'index.jsonl',
        'init-0.mp4',
        'init-1.mp4',
        'init-2.mp4',
        'writer.lock',
      ].toSorted(),
    )
    const verdict = await verifyLog(dir)
    expect(verdict).toMatchObject({ segments: 5, durationMs: 10_000, faults: [], notes: [] })
    const log = await SegmentLog.open(dir)
    expect(log.end).toEqual({ firstStartMs: startMs, endMs: startMs + 10_000 })
    expect((await log.readLast())?.bytes.toString()).toBe('segment 4')
    await log.close()
  })

  it('is written by one process at a time: the next waits, and says so when it waits in vain', async () => {
    const first = await SegmentLog.open(dir)
    await expect(SegmentLog.open(dir, { patienceMs: 50 })).rejects.toThrow(LogBusyError)
    await first.close()
    await (await SegmentLog.open(dir)).close()
  })

  it('takes back a torn line and clears what a crash has left', async () => {
    await write(2)
    await appendFile(path('index.jsonl'), '{"sequence":2,"start":"2026-')
    await writeFile(path('2.m4s'), 'half')
    await writeFile(path('.unfinished-0a0b0c'), 'half')
    expect(await verifyLog(dir)).toMatchObject({ segments: 2, faults: [] })
    await write(1, 2)
    expect(await verifyLog(dir)).toMatchObject({ segments: 3, faults: [], notes: [] })
    expect((await readdir(dir)).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('does not go on with an index that someone has changed', async () => {
    await write(2)
    await setIndex(['garbage', ...(await index())])
    await expect(SegmentLog.open(dir)).rejects.toThrow(LogDamagedError)
    expect(await readdir(dir)).toContain('1.m4s')
  })
})

describe('verifyLog()', () => {
  const tampering: { name: string; with: () => Promise<unknown>; says: RegExp }[] = [
    {
      name: 'one bit of a segment flipped',
      with: async () => {
        const bytes = await readFile(path('1.m4s'))
        bytes.writeUInt8(bytes.readUInt8(3) ^ 1, 3)
        await writeFile(path('1.m4s'), bytes)
      },
      says: /1\.m4s has been changed/,
    },
    { name: 'a segment cut', with: () => truncate(path('1.m4s'), 4), says: /1\.m4s has 4 bytes, expected 9/ },
    { name: 'a segment missing', with: () => rm(path('2.m4s')), says: /2\.m4s is missing/ },
    {
      name: 'an init segment changed',
      with: () => writeFile(path('init-0.mp4'), 'other'),
      says: /init-0\.mp4 has been changed/,
    },
    { name: 'an init segment missing', with: () => rm(path('init-1.mp4')), says: /init-1\.mp4 is missing/ },
    {
      name: 'two segments exchanged',
      with: async () => {
        await rename(path('0.m4s'), path('x'))
        await rename(path('1.m4s'), path('0.m4s'))
        await rename(path('x'), path('1.m4s'))
      },
      says: /0\.m4s has been changed/,
    },
    {
      name: 'a line left out',
      with: async () => setIndex((await index()).toSpliced(1, 1)),
      says: /does not follow the line before/,
    },
    {
      name: 'two lines exchanged',
      with: async () => {
        const [a = '', b = '', ...rest] = await index()
        await setIndex([b, a, ...rest])
      },
      says: /says it is segment 1, expected 0/,
    },
    {
      name: 'a time changed in a line',
      with: async () =>
        setIndex((await index()).map((line, i) => (i === 1 ? line.replace('02.000Z', '03.000Z') : line))),
      says: /Segment 2 does not follow the line before it/,
    },
    {
      name: 'a line made unreadable',
      with: async () => setIndex((await index()).map((line, i) => (i === 1 ? 'x' : line))),
      says: /Line 2 of the index can't be read/,
    },
    {
      name: 'lines taken off the end, the files still there',
      with: async () => setIndex((await index()).slice(0, 2)),
      says: /3\.m4s is there and not in the index/,
    },
    {
      name: 'a file put in',
      with: () => writeFile(path('9.m4s'), 'x'),
      says: /9\.m4s is there and not in the index/,
    },
    { name: 'no index', with: () => rm(path('index.jsonl')), says: /There is no index/ },
  ]
  it.each(tampering)('finds $name', async ({ with: tamper, says }) => {
    await write(4)
    expect((await verifyLog(dir)).faults).toEqual([])
    await tamper()
    expect((await verifyLog(dir)).faults.join('\n')).toMatch(says)
  })

  it('has another head when lines and files are taken off the end', async () => {
    await write(4)
    const { head } = await verifyLog(dir)
    await setIndex((await index()).slice(0, 3))
    await rm(path('3.m4s'))
    const after = await verifyLog(dir)
    expect(after.faults).toEqual([])
    expect(after.head).not.toBe(head)
  })
})
