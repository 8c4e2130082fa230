import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'

/** One real Chromium with a profile of its own. */
export interface TestBrowser {
  readonly context: BrowserContext
  /** A fresh tab whose console errors and uncaught errors are collected in `problems`. */
  newPage(): Promise<{ page: Page; problems: string[] }>
  /** Ends the browser and removes its profile. Idempotent. */
  close(): Promise<void>
}

const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/** A Chromium in which each person has cookies and storage of their own. */
export interface PeoplesBrowser {
  newPerson(options?: BrowserContextOptions): Promise<Page>
  /** Ends the browser and removes its profile. Idempotent. */
  close(): Promise<void>
}

/** As `launchChromium`, for several people at once. Nothing is kept on their devices, unless `serviceWorkers` allows it. */
export async function launchForPeople(options: { args?: readonly string[] } = {}): Promise<PeoplesBrowser> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    args: [...chromiumArguments, ...(options.args ?? [])],
  })
  return {
    newPerson: async (look = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        serviceWorkers: 'block',
        ...look,
      })
      return context.newPage()
    },
    close: () => browser.close(),
  }
}

/**
 * Starts Debian's Chromium without a window, in a fresh profile, with sound allowed before a click. Nothing of it
 * reaches out to the network by itself.
 */
export async function launchChromium(
  options: { executablePath?: string; args?: readonly string[] } = {},
): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'press-gallery-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.executablePath ?? '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
    args: [...chromiumArguments, ...(options.args ?? [])],
  })
  let closing: Promise<void> | undefined
  return {
    context,
    async newPage() {
      const page = await context.newPage()
      const problems: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      page.on('pageerror', (error) => problems.push(error.message))
      return { page, problems }
    },
    close() {
      closing ??= (async () => {
        await context.close()
        await rm(profile, { recursive: true, force: true, maxRetries: 5 })
      })()
      return closing
    },
  }
}
