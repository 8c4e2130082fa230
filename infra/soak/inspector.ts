import { z } from 'zod'

/** Node's inspector (Chrome DevTools Protocol), for the one thing that is wanted of it. */
export interface Inspector {
  /** Bytes in use in V8's heap after a full collection. */
  heapAfterCollection(): Promise<number>
  close(): void
}

const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1)
const answer = z.object({ id: z.number(), result: z.unknown().optional(), error: z.unknown().optional() })
const heapUsage = z.object({ usedSize: z.number() })

export async function openInspector(port: number): Promise<Inspector> {
  const listed = targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json())
  const socket = new WebSocket(listed[0]?.webSocketDebuggerUrl ?? '')
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let sent = 0
  const lost = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the server’s inspector is gone'))
    waiting.clear()
  }
  socket.addEventListener('message', ({ data }) => {
    const parsed = answer.safeParse(JSON.parse(String(data)))
    if (!parsed.success) return
    const { id, result, error } = parsed.data
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(result)
    else asked?.reject(new Error(JSON.stringify(error)))
  })
  socket.addEventListener('close', lost)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error('the server’s inspector can’t be reached')))
  })
  const ask = (method: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++sent
      waiting.set(id, { resolve, reject })
      socket.send(JSON.stringify({ id, method }))
    })
  return {
    async heapAfterCollection() {
      // Twice: what the first sets free by finalizers, the second collects.
      await ask('HeapProfiler.collectGarbage')
      await ask('HeapProfiler.collectGarbage')
      return heapUsage.parse(await ask('Runtime.getHeapUsage')).usedSize
    },
    close: () => socket.close(),
  }
}
