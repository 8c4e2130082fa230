import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Child } from './child.ts'
import type { NetworkNamespace } from './network-namespace.ts'

export interface BenchCamera {
  url: string
  stop(): Promise<void>
}

const ready = z.object({ url: z.string() })
const readyWithinMs = 15_000

/**
 * The RTSP camera of `infra/camera`: 720p25, 2 Mbit/s, a key frame each second, with flash and beep. In the namespace
 * when there is one, so that all who are compared reach it by the same way.
 */
export async function startBenchCamera(options: {
  audio: 'opus' | 'aac'
  namespace: NetworkNamespace | null
}): Promise<BenchCamera> {
  const { audio, namespace } = options
  const script = fileURLToPath(new URL('../camera/camera.py', import.meta.url))
  const address = namespace?.address ?? '127.0.0.1'
  const child = new Child(
    '/usr/bin/python3',
    [script, '--address', address, '--flash-beep', '--audio', audio],
    namespace === null ? {} : { namespace: namespace.name },
  )
  try {
    const line = await child.line((text) => text.startsWith('{'), readyWithinMs)
    const url = new URL(ready.parse(JSON.parse(line)).url)
    // The camera names the loopback whatever it listens on.
    url.hostname = address
    return { url: url.href, stop: () => child.stop() }
  } catch (error) {
    await child.stop()
    throw error
  }
}
