import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, measuringPage } from './browser.ts'
import { startBenchCamera, type BenchCamera } from './camera.ts'
import { measureClosing } from './closing.ts'
import { cpuWhile, measureAddedViewers } from './cpu.ts'
import { measureGate } from './gate-load.ts'
import { installJanus, startJanus } from './janus.ts'
import { janusViewer } from './janus-viewer.ts'
import { createNetworkNamespace, type NetworkNamespace } from './network-namespace.ts'
import type { BenchOptions, Measurement } from './options.ts'
import { Owner } from './owner.ts'
import { hlsViewer, productViewer, startProduct } from './product.ts'
import { measurePages } from './pages.ts'
import { productRecordingRows } from './product-recording.ts'
import { measureRecorders } from './recorders.ts'
import type { SystemUnderTest } from './system.ts'
import type { Row } from './table.ts'
import { measureHls, measureJoins, measureWatching, type Wait } from './watching.ts'

export interface Sitting {
  options: BenchOptions
  /** Ends whatever is started here. */
  owner: Owner
  wait: Wait
  say: (text: string) => void
  /** For data that is of no use afterwards. */
  directory: string
}

/** Everything that `options` asks for, one system after the other: none ever shares the machine with another. */
export async function measureAll(sitting: Sitting): Promise<Row[]> {
  const { options, owner } = sitting
  if (!options.againstJanus) {
    const camera = owner.own(await startBenchCamera({ ...options, namespace: null }), (it) => it.stop())
    return measureOurs(sitting, camera)
  }
  await installJanus(sitting.say)
  const namespace = owner.own(await createNetworkNamespace(), (it) => it.remove())
  const camera = owner.own(await startBenchCamera({ ...options, namespace }), (it) => it.stop())
  return [...(await measureOurs(sitting, camera)), ...(await measureJanus(sitting, camera, namespace))]
}

async function measureOurs(sitting: Sitting, camera: BenchCamera): Promise<Row[]> {
  const { only } = sitting.options
  return [
    ...(only.some((name) => ofMedia.has(name)) ? await measureProduct(sitting, camera) : []),
    ...(only.includes('closing') || only.includes('gate') ? await measureOrders(sitting, camera) : []),
    ...(only.includes('pages') ? await measureOwnPages(sitting, camera) : []),
    ...(only.includes('recorder') ? await measureRecorders(sitting, camera) : []),
  ]
}

const ofMedia: ReadonlySet<Measurement> = new Set(['webrtc', 'join', 'viewers', 'hls'])

/** One system alone, with a browser of its own; everything is ended before the next one's turn. */
async function alone(sitting: Sitting, work: (owner: Owner, page: Page) => Promise<Row[]>): Promise<Row[]> {
  const owner = sitting.owner.own(new Owner(), (it) => it.stop())
  const browser: Browser = owner.own(await launchBrowser(), (it) => it.close())
  try {
    return await work(owner, await measuringPage(browser))
  } finally {
    await owner.stop()
  }
}

/** What every system is measured for. */
async function measureWebRtc(
  sitting: Sitting,
  page: Page,
  system: SystemUnderTest,
  { clock }: BenchCamera,
): Promise<Row[]> {
  const { options, wait, say } = sitting
  const rows: Row[] = []
  if (options.only.includes('join')) {
    say(`${system.name}: joining ${options.joins} times`)
    rows.push(...(await measureJoins(page, system, { joins: options.joins, wait })).rows)
  }
  if (options.only.includes('webrtc')) {
    const { viewings, seconds } = options
    say(`${system.name}: watching for ${seconds} s${viewings > 1 ? `, ${viewings} times` : ''}`)
    rows.push(...(await measureWatching(page, system, { viewings, seconds, wait, clock })))
  }
  return rows
}

function measureJanus(sitting: Sitting, camera: BenchCamera, namespace: NetworkNamespace): Promise<Row[]> {
  return alone(sitting, async (owner, page) => {
    sitting.say('Janus: starting')
    const directory = join(sitting.directory, 'janus')
    const janus = owner.own(await startJanus({ namespace, cameraUrl: camera.url, directory }), (it) =>
      it.stop(),
    )
    const system = janusViewer(janus)
    await system.open(page)
    return measureWebRtc(sitting, page, system, camera)
  })
}

function measureProduct(sitting: Sitting, camera: BenchCamera): Promise<Row[]> {
  const { options, wait, say } = sitting
  return alone(sitting, async (owner, page) => {
    say('Press Gallery: starting')
    const dataDirectory = join(sitting.directory, 'press-gallery')
    const product = owner.own(await startProduct({ cameraUrl: camera.url, dataDirectory }), (it) => it.stop())
    const system = productViewer(product)
    await system.open(page)
    const [rows, cpuRows] = await cpuWhile(product, system.name, measureWebRtc(sitting, page, system, camera))
    rows.push(...cpuRows)
    if (options.only.includes('viewers')) {
      say('Press Gallery: adding viewers')
      rows.push(...(await measureAddedViewers(page, system, { product, wait })))
    }
    if (options.only.includes('hls')) {
      say(`Press Gallery: watching HLS for ${options.seconds} s`)
      rows.push(...(await measureHls(page, hlsViewer(product), { seconds: options.seconds, wait })))
    }
    if (options.only.includes('webrtc')) {
      say('Press Gallery: reading what was recorded meanwhile')
      await product.stop()
      const { directory } = sitting
      rows.push(
        ...(await productRecordingRows(system.name, { product, dataDirectory, directory, camera, say })),
      )
    }
    return rows
  })
}

/** With a product of its own, since what is closed again and again is no recording to be measured. */
function measureOrders(sitting: Sitting, camera: BenchCamera): Promise<Row[]> {
  const { options, wait, say } = sitting
  return alone(sitting, async (owner, page) => {
    const dataDirectory = join(sitting.directory, 'orders')
    const product = owner.own(await startProduct({ cameraUrl: camera.url, dataDirectory }), (it) => it.stop())
    const system = productViewer(product)
    const rows: Row[] = []
    // First, while the browser has nothing to do.
    if (options.only.includes('gate'))
      rows.push(...(await measureGate(product, { seconds: Math.min(options.seconds, 20), say })))
    if (options.only.includes('closing')) {
      const closings = options.joins
      say(`Press Gallery: closing the session ${2 * closings} times`)
      await system.open(page)
      rows.push(...(await measureClosing(page, system, product, { closings, wait })))
      await system.leave(page)
      const overHls = { ...hlsViewer(product), name: 'Press Gallery, HLS' }
      rows.push(...(await measureClosing(page, overHls, product, { closings, wait })))
      await system.leave(page)
    }
    return rows
  })
}

/** With a browser that nothing has been loaded in. */
async function measureOwnPages(sitting: Sitting, camera: BenchCamera): Promise<Row[]> {
  const owner = sitting.owner.own(new Owner(), (it) => it.stop())
  try {
    const dataDirectory = join(sitting.directory, 'pages')
    const product = owner.own(await startProduct({ cameraUrl: camera.url, dataDirectory }), (it) => it.stop())
    const browser = owner.own(await launchBrowser(), (it) => it.close())
    return await measurePages(browser, product, sitting)
  } finally {
    await owner.stop()
  }
}
