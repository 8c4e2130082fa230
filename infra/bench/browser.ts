import { readFile } from 'node:fs/promises'
import { chromium, type Browser, type Page } from 'playwright-core'
import { transformWithOxc } from 'vite'
import { readClockStrip } from '@press-gallery/server/ingest/media/clock-strip'
import { findings, type Findings } from './findings.ts'

/** One Chromium, without a window. Its sound goes to no device; it is played out all the same. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: false,
    // The bench ends what it has started by itself, in its own order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: ['--autoplay-policy=no-user-gesture-required'],
  })
}

/** A script of `page/` as plain JavaScript, in a scope of its own. */
export async function pageScript(name: 'measure' | 'janus-client'): Promise<string> {
  const url = new URL(`page/${name}.ts`, import.meta.url)
  const { code } = await transformWithOxc(await readFile(url, 'utf8'), url.pathname)
  return `(() => {\n${code}\n})()`
}

/** A page that measures whatever is shown in it. `viewport` is the same for all that is compared. */
export async function measuringPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addInitScript({
    content: `globalThis.readClockStrip = ${readClockStrip.toString()};\n${await pageScript('measure')}`,
  })
  return context.newPage()
}

/** What the page has seen since this was last asked. */
export async function takeFindings(page: Page): Promise<Findings> {
  return findings.parse(await page.evaluate('pressGalleryBench.take()'))
}
