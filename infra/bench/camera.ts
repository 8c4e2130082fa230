import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { CameraClock } from './camera-time.ts'
import { Child } from './child.ts'
import type { NetworkNamespace } from './network-namespace.ts'
import type { LeftOut } from './recording-rows.ts'

export interface BenchCamera {
  url: string
  clock: CameraClock
  /** What it has not sent until now, because the machine was too busy. */
  readonly leftOut: readonly LeftOut[]
  stop(): Promise<void>
}

const ready = z.object({ url: z.string(), clockStartMs: z.number() })
const leftOutLine = z.object({
  leftOut: z.object({ fromMs: z.number(), toMs: z.number(), pictures: z.number() }),
})
const readyWithinMs = 15_000

/**
 * The RTSP camera of `infra/camera`: 720p25, 2 Mbit/s, a key frame each second, with flash and beep. In the namespace
 * when there is one, so that all who are compared reach it by the same way.
 */
export async function startBenchCamera(options: {
  audio: 'opus' | 'aac'
  driftPpm: number
  namespace: NetworkNamespace | null
}): Promise<BenchCamera> {
  const { audio, driftPpm, namespace } = options
  const script = fileURLToPath(new URL('../camera/camera.py', import.meta.url))
  const address = namespace?.address ?? '127.0.0.1'
  const leftOut: LeftOut[] = []
  const onLine = (line: string): void => {
    if (line.includes('"leftOut"')) leftOut.push(leftOutLine.parse(JSON.parse(line)).leftOut)
  }
  const child = new Child(
    '/usr/bin/python3',
    [script, '--address', address, '--flash-beep', '--audio', audio, '--drift-ppm', String(driftPpm)],
    namespace === null ? { onLine } : { onLine, namespace: namespace.name },
  )
  try {
    const line = await child.line((text) => text.startsWith('{'), readyWithinMs)
    const said = ready.parse(JSON.parse(line))
    const url = new URL(said.url)
    // The camera names the loopback whatever it listens on.
    url.hostname = address
    return {
      url: url.href,
      clock: { startMs: said.clockStartMs, driftPpm },
      leftOut,
      stop: () => child.stop(),
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}
