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

/** Samples the CPU of each part of the product until `work` is over. */
export async function cpuWhile<T>(product: Product, system: string, work: Promise<T>): Promise<[T, Row[]]> {
  const meter = new CpuMeter(product.pid)
  const samples = new Map<Part, number[]>()
  const timer = setInterval(() => {
    for (const [part, percent] of meter.take()) samples.set(part, [...(samples.get(part) ?? []), percent])
  }, sampleMs)
  try {
    const result = await work
    const rows = [...samples].map(([part, values]): Row => ({
      system,
      metric: `CPU of one feed, one viewer: ${part}`,
      unit: '% of a core',
      summary: summarise(values),
    }))
    return [result, rows]
  } finally {
    clearInterval(timer)
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
