import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSeal, isSealRecipient } from '../seal/seal.ts'
import type { Seal } from '../seal/seal.ts'
import { LogDamagedError, SegmentLog } from './segment-log.ts'
import { verifyLog } from './verify-log.ts'

const startMs = Date.UTC(2026, 0, 1)
let dir = ''
let secret = ''
let seal: Seal
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sealed-log-'))
  secret = await generateX25519Identity()
  seal = createSeal(await identityToRecipient(secret))
})
afterEach(() => rm(dir, { recursive: true }))

async function write(from: number, until: number, to: Seal | null = seal): Promise<void> {
  const log = await SegmentLog.open(dir, { seal: to })
  for (let i = from; i < until; i++)
    await log.append({
      init: Buffer.from('what the init says'),
      bytes: Buffer.from(`what was said ${i}`),
      startMs: startMs + i * 2000,
      durationMs: 2000,
      discontinuity: false,
      independent: true,
      soundEnd: (i + 1) * 96_000,
    })
  await log.close()
}

const read = (name: string): Promise<Buffer> => readFile(join(dir, name))

describe('a sealed SegmentLog', () => {
  it('has each file encrypted, an init segment for each process, and a chain that needs no key', async () => {
    await write(0, 2)
    await write(2, 3)
    const names = await readdir(dir)
    expect(names.toSorted()).toEqual(
      [
        '0.m4s.age',
        '1.m4s.age',
        '2.m4s.age',
        'index.jsonl',
        'init-0.mp4.age',
        'init-1.mp4.age',
        'writer.lock',
      ].toSorted(),
    )
    for (const name of names) expect((await read(name)).includes('what ')).toBe(false)
    expect((await read('2.m4s.age')).subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect(await verifyLog(dir)).toMatchObject({ segments: 3, faults: [], notes: [] })

    const decrypter = new Decrypter()
    decrypter.addIdentity(secret)
    expect(await decrypter.decrypt(await read('2.m4s.age'), 'text')).toBe('what was said 2')
    expect(await decrypter.decrypt(await read('init-1.mp4.age'), 'text')).toBe('what the init says')
  })

  it('tells whoever goes on with it where its sound ends, and gives nothing of it back', async () => {
    await write(0, 2)
    const log = await SegmentLog.open(dir, { seal })
    expect(log.sealedSoundEnd).toBe(192_000)
    expect(log.end.endMs).toBe(startMs + 4000)
    expect(await log.readLast()).toBeNull()
    await log.close()
  })

  it('clears what a crash has left', async () => {
    await write(0, 2)
    for (const name of ['2.m4s.age', 'init-1.mp4.age', '.unfinished-0a0b0c'])
      await writeFile(join(dir, name), 'half')
    await write(2, 3)
    expect(await verifyLog(dir)).toMatchObject({ segments: 3, faults: [], notes: [] })
  })

  it('is never gone on with in clear, nor one in clear sealed', async () => {
    await write(0, 1)
    await expect(SegmentLog.open(dir)).rejects.toThrow(LogDamagedError)
    await rm(dir, { recursive: true })
    await write(0, 1, null)
    await expect(SegmentLog.open(dir, { seal })).rejects.toThrow(LogDamagedError)
  })

  it('shows a sealed file that was changed, and one that was put in', async () => {
    await write(0, 2)
    await writeFile(join(dir, '0.m4s.age'), 'x')
    await writeFile(join(dir, '1.m4s'), 'x')
    expect((await verifyLog(dir)).faults).toEqual([
      expect.stringMatching(/^Segment 0: 0\.m4s\.age has 1 bytes/),
      '1.m4s is there and not in the index.',
    ])
  })
})

describe('isSealRecipient()', () => {
  it('takes X25519 recipients of age, with a good checksum, and nothing else', () => {
    const { recipient } = seal
    const last = recipient.endsWith('q') ? 'p' : 'q'
    expect(isSealRecipient(recipient)).toBe(true)
    for (const wrong of [
      '',
      `${recipient.slice(0, -1)}${last}`,
      recipient.toUpperCase(),
      ` ${recipient}`,
      secret,
    ])
      expect({ wrong, good: isSealRecipient(wrong) }).toEqual({ wrong, good: false })
  })
})
