import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { SegmentLog } from './segment-log/segment-log.ts'

const script = fileURLToPath(new URL('verify.ts', import.meta.url))
let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verify-'))
  const log = await SegmentLog.open(dir)
  const startMs = Date.UTC(2026, 0, 1)
  const segment = {
    init: Buffer.from('init'),
    startMs,
    durationMs: 2000,
    discontinuity: false,
    independent: true,
  }
  await log.append({ ...segment, bytes: Buffer.from('one') })
  await log.append({ ...segment, bytes: Buffer.from('two') })
  await log.close()
})
afterEach(async () => {
  await rm(dir, { recursive: true })
})

function verify(...words: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...words], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, said: stdout + stderr }),
    )
  })
}

describe('node recorder/src/verify.ts', () => {
  it('says that a log is whole, and ends with 0', async () => {
    const { code, said } = await verify(dir)
    expect(said).toMatch(/^The log is whole: 2 segments, 4\.000 s\. Its head is [0-9a-f]{64}\.\n$/)
    expect(code).toBe(0)
  })

  it('says what has been changed, and ends with 1', async () => {
    await writeFile(join(dir, '1.m4s'), 'TWO')
    const { code, said } = await verify(dir)
    expect(said).toContain('Segment 1: 1.m4s has been changed.')
    expect(said).toContain('The log is NOT as it was written')
    expect(code).toBe(1)
  })

  it("looks at both logs of a hearing's folder", async () => {
    const hearing = await mkdtemp(join(tmpdir(), 'verify-hearing-'))
    onTestFinished(() => rm(hearing, { recursive: true }))
    await cp(dir, join(hearing, 'log'), { recursive: true })
    await cp(dir, join(hearing, 'sealed'), { recursive: true })
    expect(await verify(hearing)).toMatchObject({ code: 0 })
    await writeFile(join(hearing, 'sealed', '1.m4s'), 'TWO')
    const { code, said } = await verify(hearing)
    expect(said).toMatch(/log:\nThe log is whole[^]*sealed:\nSegment 1: 1\.m4s has been changed/)
    expect(code).toBe(1)
  })

  it('says how it is used, and ends with 2', async () => {
    const { code, said } = await verify()
    expect(said).toContain('Use:')
    expect(code).toBe(2)
  })
})
