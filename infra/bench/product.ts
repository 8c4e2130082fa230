import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { Child } from './child.ts'
import type { SystemUnderTest } from './system.ts'

const demoLine = z.object({
  url: z.url(),
  hearings: z.array(z.object({ id: z.string(), title: z.string(), watch: z.string() })).min(1),
  accounts: z.array(z.object({ role: z.string(), login: z.string(), password: z.string() })),
})

export interface Product {
  url: string
  /** The top of its process tree. */
  pid: number
  hearing: { id: string; watch: string }
  account: { login: string; password: string }
  /** All of the demo's. */
  accounts: readonly { role: string; login: string; password: string }[]
  stop(): Promise<void>
}

/** A fresh clone installs and builds what it needs first. */
const readyWithinMs = 15 * 60_000

/** Starts Press Gallery as `npm run demo -- --json` does, with the camera as its source. */
export async function startProduct(options: { cameraUrl: string; dataDirectory: string }): Promise<Product> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const child = new Child(
    process.execPath,
    [
      'infra/demo.mjs',
      '--json',
      '--port',
      '0',
      '--data',
      options.dataDirectory,
      '--source',
      options.cameraUrl,
    ],
    { cwd: root },
  )
  try {
    const line = await child.line((text) => text.startsWith('{'), readyWithinMs)
    const { url, hearings, accounts } = demoLine.parse(JSON.parse(line))
    const [hearing] = hearings
    const account = accounts.find(({ role }) => role === 'technician')
    if (hearing === undefined || account === undefined)
      throw new Error('no hearing, or no technician, to measure with')
    return { url, pid: child.pid, hearing, account, accounts, stop: () => child.stop() }
  } catch (error) {
    await child.stop()
    throw error
  }
}

export async function signIn(page: Page, { url, account }: Product): Promise<void> {
  const answer = await page.context().request.post(new URL('/api/session', url).href, {
    data: { login: account.login, password: account.password },
    headers: { origin: new URL(url).origin },
  })
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`)
}

/** Our side of the comparison: the list of hearings is open, the click is on the hearing's link. */
export function productViewer(product: Product): SystemUnderTest {
  const link = `a[href="${product.hearing.watch}"]`
  return {
    name: 'Press Gallery',
    async open(page) {
      await signIn(page, product)
      await page.goto(new URL('/hearings', product.url).href)
      await page.waitForSelector(link)
    },
    async click(page) {
      await page.evaluate(`document.querySelector(${JSON.stringify(link)}).click()`)
    },
    async leave(page) {
      await page.evaluate('history.back()')
      await page.waitForSelector(link)
    },
  }
}

/** The same with the viewer's own switch set to HLS; ready when the picture comes from there. */
export function hlsViewer(product: Product): SystemUnderTest {
  const overWebRtc = productViewer(product)
  return {
    ...overWebRtc,
    async click(page) {
      await overWebRtc.click(page)
      await page.check('input[type=radio][value=hls]', { force: true })
      // The old picture stays until the new one is there.
      await untilOverHls(page)
    },
  }
}

const hlsWithinMs = 30_000

/** Asks from outside: the page's own security policy lets nobody poll from within. */
async function untilOverHls(page: Page): Promise<void> {
  const deadline = Date.now() + hlsWithinMs
  const playing = `(() => {
    const videos = [...document.querySelectorAll('video')]
    return videos.every((video) => video.srcObject === null) && videos.some((video) => video.currentTime > 0)
  })()`
  while ((await page.evaluate(playing)) !== true) {
    if (Date.now() > deadline) throw new Error(`no picture over HLS in ${hlsWithinMs} ms`)
    await page.waitForTimeout(200)
  }
}
