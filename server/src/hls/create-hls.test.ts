import { appendFile, mkdtemp, rm, truncate, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SegmentLog } from '@press-gallery/recorder/segment-log/segment-log'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DomainError } from '../protocol/errors.ts'
import { createHls } from './create-hls.ts'
import type { Hls } from './create-hls.ts'

const startMs = Date.UTC(2026, 0, 1)
let dir = ''
let log: SegmentLog
let hls: Hls
let nowMs = startMs
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hls-'))
  log = await SegmentLog.open(dir)
  nowMs = startMs
  hls = createHls({ logDir: () => dir, nowMs: () => nowMs })
})
afterEach(async () => {
  await log.close()
  await rm(dir, { recursive: true })
})

async function write(
  count: number,
  changes: { discontinuity?: boolean; gapMs?: number } = {},
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const fromMs = (log.end.endMs ?? startMs) + (changes.gapMs ?? 0)
    const line = await log.append({
      init: Buffer.from('init'),
      bytes: Buffer.from('media'),
      startMs: fromMs,
      durationMs: 2000,
      discontinuity: changes.discontinuity ?? false,
      independent: true,
    })
    nowMs = Date.parse(line.start) + line.durationMs
  }
}

async function listed(): Promise<string[]> {
  return ((await hls.playlist('hearing-1')) ?? '').split('\n').filter((line) => line.endsWith('.m4s'))
}

describe('createHls()', () => {
  it('has no playlist before the first segment, and lists each as soon as it is written', async () => {
    expect(await hls.playlist('hearing-1')).toBeNull()
    await write(1)
    expect(await listed()).toEqual(['0.m4s'])
    await write(1)
    expect(await listed()).toEqual(['0.m4s', '1.m4s'])
  })

  it('keeps a window, and counts the discontinuities that have left it', async () => {
    await write(1)
    await write(1, { discontinuity: true })
    await write(8)
    expect(await listed()).toEqual(['4.m4s', '5.m4s', '6.m4s', '7.m4s', '8.m4s', '9.m4s'])
    expect(await hls.playlist('hearing-1')).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n')
    await write(20)
    expect(await hls.playlist('hearing-1')).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n')
  })

  it('does not list what lies before a long silence, nor a recording that is over', async () => {
    await write(3)
    await write(1, { discontinuity: true, gapMs: 60_000 })
    expect(await listed()).toEqual(['3.m4s'])
    expect(await hls.playlist('hearing-1')).toContain('#EXT-X-MEDIA-SEQUENCE:3\n')
    nowMs += 31_000
    expect(await hls.playlist('hearing-1')).toBeNull()
    expect(await hls.file('hearing-1', '3.m4s')).toBeNull()
  })

  it('gives the files of the window and of the playlist before, no others', async () => {
    await write(12)
    expect(await hls.file('hearing-1', '11.m4s')).toEqual({
      path: join(dir, '11.m4s'),
      contentType: 'video/mp4',
    })
    expect(await hls.file('hearing-1', '4.m4s')).not.toBeNull()
    expect(await hls.file('hearing-1', 'init-0.mp4')).not.toBeNull()
    for (const name of [
      '3.m4s',
      '12.m4s',
      'init-1.mp4',
      'index.jsonl',
      '../0.m4s',
      '011.m4s',
      '11.m4s/',
      '',
      '11.m4s\0',
      '-1.m4s',
    ])
      expect({ name, file: await hls.file('hearing-1', name) }).toEqual({ name, file: null })
    expect(await hls.file('../hearing-1', '11.m4s')).toBeNull()
  })

  it('lists and gives nothing of a sealed log, wherever its files lie', async () => {
    await write(2)
    const sealed = [
      '2.m4s.age',
      '1.m4s.age',
      'init-0.mp4.age',
      '../sealed/0.m4s.age',
      '../sealed/index.jsonl',
    ]
    for (const name of sealed.slice(0, 3)) await writeFile(join(dir, name), 'sealed')
    expect(await listed()).toEqual(['0.m4s', '1.m4s'])
    for (const name of [...sealed, 'writer.lock', '.unfinished-0a0b0c0d0e0f', '2.m4s'])
      expect({ name, file: await hls.file('hearing-1', name) }).toEqual({ name, file: null })
  })

  it('says not_found for a file that the index names and the disk has not', async () => {
    await write(2)
    await rm(join(dir, '1.m4s'))
    const error: unknown = await hls.file('hearing-1', '1.m4s').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DomainError)
    expect(error).toMatchObject({ code: 'not_found' })
  })

  it('does not see a line that is not whole, also when it is taken back', async () => {
    await write(2)
    expect(await listed()).toHaveLength(2)
    const { size } = await stat(join(dir, 'index.jsonl'))
    await appendFile(join(dir, 'index.jsonl'), '{"sequence":2,"start":"20')
    expect(await listed()).toHaveLength(2)
    await truncate(join(dir, 'index.jsonl'), size)
    expect(await listed()).toHaveLength(2)
    await write(1)
    expect(await listed()).toEqual(['0.m4s', '1.m4s', '2.m4s'])
  })
})
