import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { startFfmpeg, warmFfmpeg } from './ffmpeg.ts'

const log = pino({ level: 'silent' })
const silence = { source: 'anullsrc=r=48000:cl=mono', options: ['-re', '-f', 'lavfi'] }

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('startFfmpeg()', () => {
  test('gives the output, and the exit of a run that ends by itself', async () => {
    await warmFfmpeg()
    const out = new PassThrough()
    const bytes = text(out)
    const run = await startFfmpeg({
      inputs: [{ source: 'anullsrc=r=48000:cl=mono', options: ['-f', 'lavfi', '-t', '0.1'] }],
      output: { to: out, options: ['-f', 's16le'] },
      log,
    })
    expect(await run.exited).toMatchObject({ code: 0, signal: null })
    expect((await bytes).length).toBe(9600)
  })

  test('keeps options with a space whole', async () => {
    const out = new PassThrough()
    const metadata = text(out)
    const run = await startFfmpeg({
      inputs: [{ source: 'anullsrc', options: ['-f', 'lavfi', '-t', '0.1'] }],
      output: { to: out, options: ['-metadata', 'title=Open hearing', '-f', 'ffmetadata'] },
      log,
    })
    await run.exited
    expect(await metadata).toContain('title=Open hearing')
  })

  test('tells the code and the last words of a run that fails', async () => {
    const run = await startFfmpeg({
      inputs: [{ source: 'file:no-such-file.mp4', options: [] }],
      output: { to: sink(), options: ['-f', 's16le'] },
      log,
    })
    const exit = await run.exited
    expect(exit.code).toBe(1)
    expect(exit.stderrTail).toContain('No such file')
  })

  test('rejects for a format that ffmpeg does not have', async () => {
    const started = startFfmpeg({
      inputs: [{ source: 'anullsrc', options: ['-f', 'nosuch'] }],
      output: { to: sink(), options: ['-f', 's16le'] },
      log,
    })
    await expect(started).rejects.toThrow(/nosuch/)
  })

  test('stop() ends a run that waits for input, and is idempotent', async () => {
    const run = await startFfmpeg({
      inputs: [{ stream: new PassThrough(), options: ['-f', 's16le'] }],
      output: { to: sink(), options: ['-f', 's16le'] },
      log,
    })
    await Promise.all([run.stop(), run.stop()])
    expect(isRunning(run.pid)).toBe(false)
  })

  test('writing to a process that was killed harms nobody', async () => {
    const input = new PassThrough()
    const run = await startFfmpeg({
      inputs: [{ stream: input, options: ['-f', 's16le'] }],
      output: { to: sink(), options: ['-f', 's16le'] },
      log,
    })
    process.kill(run.pid, 'SIGKILL')
    for (let i = 0; i < 20; i++) input.write(Buffer.alloc(100_000))
    expect(await run.exited).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  test('the process dies with a parent that is killed with -9', async () => {
    const script = `
      import { startFfmpeg } from ${JSON.stringify(new URL('ffmpeg.ts', import.meta.url).href)}
      import { pino } from 'pino'
      import { Writable } from 'node:stream'
      const to = new Writable({ write: (_c, _e, done) => done() })
      const run = await startFfmpeg({
        inputs: [${JSON.stringify(silence)}], output: { to, options: ['-f', 's16le'] }, log: pino({ level: 'silent' }),
      })
      process.stdout.write(String(run.pid))
    `
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [chunk]: unknown[] = await once(parent.stdout, 'data')
    const pid = Number(String(chunk))
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5000 })
  })
})
