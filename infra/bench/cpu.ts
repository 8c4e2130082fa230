import type { Page } from 'playwright-core'
import { CpuMeter, type Part } from './process-cpu.ts'
import type { Product } from './product.ts'
import { summarise } from './statistics.ts'
import type { SystemUnderTest } from './system.ts'
import type { Row } from './table.ts'
import { untilPicture, type Wait } from './watching.ts'

const sampleMs = 5000
const moreViewers = 3
const settleMs = 3000
const viewersWatchedMs = 10_000

/** Samples the CPU of each part of a process tree until `work` is over. */
async function samplesWhile<T>(rootPid: number, work: Promise<T>): Promise<[T, Map<Part, number[]>]> {
  const meter = new CpuMeter(rootPid)
  const samples = new Map<Part, number[]>()
  const timer = setInterval(() => {
    for (const [part, percent] of meter.take()) samples.set(part, [...(samples.get(part) ?? []), percent])
  }, sampleMs)
  try {
    return [await work, samples]
  } finally {
    clearInterval(timer)
  }
}

/** What each part of the product spends until `work` is over. */
export async function cpuWhile<T>(product: Product, system: string, work: Promise<T>): Promise<[T, Row[]]> {
  const [result, samples] = await samplesWhile(product.pid, work)
  const rows = [...samples].map(([part, values]): Row => ({
    system,
    metric: `CPU of one feed, one viewer: ${part}`,
    unit: '% of a core',
    summary: summarise(values),
  }))
  return [result, rows]
}

/** What a recorder spends until `work` is over: that part of the tree below `rootPid`. */
export async function recorderCpuWhile(
  recorder: { system: string; rootPid: number; part: Part },
  work: Promise<void>,
): Promise<Row> {
  const [, samples] = await samplesWhile(recorder.rootPid, work)
  return {
    system: recorder.system,
    metric: 'recording: CPU of the recorder and its ffmpeg',
    unit: '% of a core',
    summary: summarise(samples.get(recorder.part) ?? []),
  }
}

/** What the SFU worker spends on each viewer more: real viewers, in pages of their own. */
export async function measureAddedViewers(
  page: Page,
  system: SystemUnderTest,
  options: { product: Product; wait: Wait },
): Promise<Row[]> {
  const { product, wait } = options
  const pages: Page[] = []
  const workerCpu = async (): Promise<number> => {
    const meter = new CpuMeter(product.pid)
    await wait(viewersWatchedMs)
    return meter.take().get('SFU worker') ?? 0
  }
  await system.click(page)
  await untilPicture(page, wait)
  await wait(settleMs)
  const withOne = await workerCpu()
  try {
    for (let i = 0; i < moreViewers; i++) {
      const added = await page.context().newPage()
      pages.push(added)
      await system.open(added)
      await system.click(added)
      await untilPicture(added, wait)
    }
    await wait(settleMs)
    const added = ((await workerCpu()) - withOne) / moreViewers
    return [
      {
        system: system.name,
        metric: `CPU of one viewer more (mean of ${moreViewers}): SFU worker`,
        unit: '% of a core',
        summary: summarise([added]),
      },
    ]
  } finally {
    for (const added of pages) await added.close()
    await system.leave(page)
  }
}
