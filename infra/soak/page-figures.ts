import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { alive } from '../../client/test/objects-alive.ts'
import { memoryMb } from './server.ts'

export interface PageFigures {
  heapMb: number
  nodes: number
  listeners: number
  documents: number
  /** RTCPeerConnections that are not closed, and all that are in memory. */
  connectionsOpen: number
  connectionsKept: number
  videos: number
  audioContexts: number
}

const metricsAnswer = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })
const megabyte = 1024 * 1024

/** Reads what a page holds, after a full collection, from outside: nothing is put into the page for it. */
export async function pageFiguresOf(page: Page): Promise<() => Promise<PageFigures>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return async () => {
    await session.send('HeapProfiler.collectGarbage')
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = metricsAnswer.parse(await session.send('Performance.getMetrics'))
    const of = (name: string): number => {
      const found = metrics.find((metric) => metric.name === name)
      if (found === undefined) throw new Error(`the browser does not tell ${name}`)
      return found.value
    }
    return {
      heapMb: of('JSHeapUsedSize') / megabyte,
      nodes: of('Nodes'),
      listeners: of('JSEventListeners'),
      documents: of('Documents'),
      connectionsOpen: await alive(
        session,
        'RTCPeerConnection',
        "this.filter((one) => one.signalingState !== 'closed').length",
      ),
      connectionsKept: await alive(session, 'RTCPeerConnection'),
      videos: await alive(session, 'HTMLVideoElement'),
      audioContexts: await alive(session, 'AudioContext'),
    }
  }
}

const processes = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) })

export interface BrowserMemory {
  /** Resident memory of what runs pages, and of all else: the browser itself, drawing, sound and network. */
  pagesMb: number
  restMb: number
}

export async function browserMemoryOf(browser: Browser): Promise<() => Promise<BrowserMemory>> {
  const session = await browser.newBrowserCDPSession()
  return async () => {
    const { processInfo } = processes.parse(await session.send('SystemInfo.getProcessInfo'))
    const of = (isPage: boolean): Promise<number> =>
      memoryMb(processInfo.filter(({ type }) => (type === 'renderer') === isPage).map(({ id }) => id))
    return { pagesMb: await of(true), restMb: await of(false) }
  }
}
