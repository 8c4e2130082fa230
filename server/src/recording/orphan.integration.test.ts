import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SegmentLog } from '@press-gallery/recorder/segment-log/segment-log'
import { verifyLog } from '@press-gallery/recorder/segment-log/verify-log'
import { expect, it, onTestFinished } from 'vitest'
import { writeFlashAndBeep } from './testing/flash-and-beep.ts'

const script = fileURLToPath(new URL('testing/record-file.ts', import.meta.url))

it('a server killed with -9 loses nothing of what it had passed on', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'orphan-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const path = join(dir, 'hearing.mkv')
  const logDir = join(dir, 'log')
  await writeFlashAndBeep({ path, seconds: 9 })

  const server = spawn(process.execPath, [script, path, logDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(server.stdout, 'data')
  server.kill('SIGKILL')
  await once(server, 'exit')

  // Its recorder is still at work: whoever opens the log waits for it.
  await (await SegmentLog.open(logDir)).close()
  expect((await verifyLog(logDir)).faults).toEqual([])
  const segments = (await readdir(logDir)).filter((name) => name.endsWith('.m4s'))
  const numbers = segments.map((name) => Number.parseInt(name, 10)).toSorted((a, b) => a - b)
  const parts = ['init-0.mp4', ...numbers.map((number) => `${number}.m4s`)]
  const joined = join(dir, 'joined.mp4')
  await writeFile(joined, Buffer.concat(await Promise.all(parts.map((part) => readFile(join(logDir, part))))))
  const count = [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-count_packets',
    '-show_entries',
    'stream=nb_read_packets',
  ]
  const { stdout } = await promisify(execFile)('ffprobe', [...count, '-of', 'csv=p=0', joined])
  expect(stdout.trim()).toBe(String(9 * 25))
})
