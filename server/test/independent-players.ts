import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** An HLS address, and the cookie that opens it as a `Set-Cookie` header gave it. */
export interface Playable {
  url: string
  setCookie: string
}

const run = promisify(execFile)
const nobody = 65_534

/** How many packets of each codec ffmpeg takes out of some seconds of a playlist. */
export async function playWithFfmpeg({ url, setCookie }: Playable, seconds: number): Promise<Counts> {
  return keepIn('ffmpeg.ts', async (file) => {
    const cookie = setCookie.split(';')[0] ?? ''
    const input = ['-v', 'error', '-headers', `Cookie: ${cookie}\r\n`, '-t', String(seconds), '-i', url]
    await run('ffmpeg', [...input, '-c', 'copy', file], { timeout: 60_000 })
  })
}

/**
 * The same with VLC, which takes no cookie from its command line, but from whoever sends it on: a server on the
 * loopback stands for the page that it was signed in at. It refuses to run as root.
 */
export async function playWithVlc({ url, setCookie }: Playable, seconds: number): Promise<Counts> {
  const page = createServer((_, response) => {
    response.writeHead(302, { 'Set-Cookie': setCookie, Location: url }).end()
  }).listen(0, '127.0.0.1')
  await once(page, 'listening')
  const address = page.address()
  if (address === null || typeof address === 'string') throw new TypeError('no port')
  const start = `http://127.0.0.1:${address.port}${new URL(url).pathname}`
  try {
    return await keepIn('vlc.ts', async (file) => {
      const asNobody = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', '--']
      const vlc = ['cvlc', '--no-interact', '--run-time', String(seconds), start, 'vlc://quit']
      const out = ['--sout', `#std{access=file,mux=ts,dst=${file}}`]
      const command = [...(process.getuid?.() === 0 ? ['setpriv', ...asNobody] : []), ...vlc, ...out]
      const [program = '', ...args] = command
      const env = { ...process.env, HOME: tmpdir() }
      const player = spawn(program, args, { env, stdio: 'ignore', timeout: 60_000 })
      await once(player, 'exit')
    })
  } finally {
    page.close()
  }
}

export type Counts = Record<string, number>

async function keepIn(name: string, play: (file: string) => Promise<void>): Promise<Counts> {
  const dir = mkdtempSync(join(tmpdir(), 'press-gallery-player-'))
  chmodSync(dir, 0o777)
  try {
    const file = join(dir, name)
    await play(file)
    const entries = ['-show_entries', 'stream=codec_name,nb_read_packets', '-of', 'csv=p=0']
    const { stdout } = await run('ffprobe', ['-v', 'error', '-count_packets', ...entries, file])
    return Object.fromEntries(
      stdout.split('\n').flatMap((line) => {
        const [codec, packets] = line.split(',')
        return codec && packets ? [[codec, Number(packets)]] : []
      }),
    )
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
