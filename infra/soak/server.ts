import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Child } from '../bench/child.ts'
import { partOf, processTree, type Part } from '../bench/process-cpu.ts'
import { ownEnvironment } from './court.ts'
import type { Figures } from './figures.ts'
import { openInspector } from './inspector.ts'
import { metricTotal } from './metrics-text.ts'

export type ServerFigure =
  | 'serverHeap'
  | 'serverMemory'
  | 'workerMemory'
  | 'recorderMemory'
  | 'routers'
  | 'transports'
  | 'producers'
  | 'consumers'
  | 'sockets'
  | 'openFiles'
  | 'children'

export interface SoakServer {
  url: string
  figures(): Promise<Pick<Figures, ServerFigure>>
  /** What it has logged as an error; and how often it warned, and of what. */
  readonly complaints: readonly string[]
  readonly warnings: ReadonlyMap<string, number>
  stop(): Promise<void>
}

const readyLine = z.object({ msg: z.literal('ready'), url: z.string() })
const graveLine = z.object({
  level: z.number().min(40),
  msg: z.string(),
  state: z.string().default(''),
  err: z.object({ message: z.string() }).optional(),
})
/** pino's level. */
const errorLevel = 50
const readyWithinMs = 60_000
const megabyte = 1024 * 1024

/** The product's own server, with an inspector on the loopback so that its heap is read after a collection. */
export async function startSoakServer(dataDir: string): Promise<SoakServer> {
  const inspectorPort = await freePort()
  const complaints: string[] = []
  const warnings = new Map<string, number>()
  const child = new Child(process.execPath, [`--inspect=127.0.0.1:${inspectorPort}`, 'server/src/main.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      ...ownEnvironment(),
      PRESS_GALLERY_HOST: '127.0.0.1',
      PRESS_GALLERY_PORT: '0',
      PRESS_GALLERY_DATA_DIR: dataDir,
    },
    onLine: (line) => {
      const grave = graveLine.safeParse(parsed(line))
      if (!grave.success) return
      const { level, msg, state, err } = grave.data
      const words = `${msg} ${state}`.trim()
      if (level >= errorLevel) complaints.push(err === undefined ? words : `${words}: ${err.message}`)
      else warnings.set(words, (warnings.get(words) ?? 0) + 1)
    },
  })
  try {
    const line = await child.line((one) => readyLine.safeParse(parsed(one)).success, readyWithinMs)
    const { url } = readyLine.parse(parsed(line))
    const inspector = await openInspector(inspectorPort)
    return {
      url,
      complaints,
      warnings,
      figures: async () => {
        const heapBytes = await inspector.heapAfterCollection()
        const metrics = await (await fetch(`${url}/metrics`)).text()
        const held = (kind: string): number => metricTotal(metrics, 'press_gallery_sfu_held', { kind })
        const tree = processTree(child.pid)
        const memoryOf = (part: Part): Promise<number> =>
          memoryMb(tree.filter((one) => partOf(one, tree) === part).map(({ pid }) => pid))
        return {
          serverHeap: heapBytes / megabyte,
          serverMemory: await memoryMb([child.pid]),
          workerMemory: await memoryOf('SFU worker'),
          recorderMemory: await memoryOf('recorder'),
          routers: held('routers'),
          transports: held('transports'),
          producers: held('producers'),
          consumers: held('consumers'),
          sockets: metricTotal(metrics, 'press_gallery_sockets'),
          openFiles: (await readdir(`/proc/${child.pid}/fd`)).length,
          children: tree.length - 1,
        }
      },
      async stop() {
        inspector.close()
        await child.stop()
      },
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}

/** Resident memory of these processes together; of one that has just ended, nothing. */
export async function memoryMb(pids: readonly number[]): Promise<number> {
  const kilobytes = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
      return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0)
    }),
  )
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
