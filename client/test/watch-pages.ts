import type { Page } from 'playwright-core'
import type { TestBrowser } from './chromium.ts'
import type { WatchRig } from './watch-rig.ts'

/** Pages of one test file at one server, each visited signed out; they are closed together. */
export class WatchPages {
  readonly #rig: WatchRig
  readonly #open: Page[] = []

  constructor(rig: WatchRig) {
    this.#rig = rig
  }

  /** A page at an address, signed out, in English, whose breaches of the content security policy are collected. */
  async visit(
    path: string,
    { from, language = 'en', url = this.#rig.url }: { from: TestBrowser; language?: string; url?: string },
  ): Promise<{ page: Page; breaches: string[] }> {
    await from.context.clearCookies()
    const { page } = await from.newPage()
    this.#open.push(page)
    const breaches: string[] = []
    await page.exposeFunction('breach', (what: string) => breaches.push(what))
    await page.addInitScript(`
    localStorage.setItem('press-gallery.language', '${language}')
    document.addEventListener('securitypolicyviolation', (e) => breach(e.violatedDirective + ' ' + e.blockedURI))
  `)
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) breaches.push(message.text())
    })
    await page.goto(url + path)
    // Left by an earlier visit, and read only once someone is signed in.
    await page.evaluate(() => localStorage.removeItem('press-gallery.path'))
    return { page, breaches }
  }

  async signIn(page: Page, login: string, password = this.#rig.password): Promise<void> {
    await page.getByLabel('Login').fill(login)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((page) => page.close()))
  }
}

/** Resolves when the element of this path is in sight and its picture moves from now on. */
export async function untilMoving(page: Page, path: 'webrtc' | 'hls'): Promise<void> {
  await page.evaluate(() => {
    for (const video of document.querySelectorAll('video')) delete video.dataset['seenFrames']
  })
  await page.waitForFunction(
    (wanted) => {
      const video = document.querySelector<HTMLVideoElement>('.stage__video--shown')
      if (video?.dataset['path'] !== wanted || video.videoWidth === 0) return false
      const before = Number(video.dataset['seenFrames'] ?? Infinity)
      const now = video.getVideoPlaybackQuality().totalVideoFrames
      video.dataset['seenFrames'] = String(Math.min(before, now))
      return now - before > 10
    },
    path,
    { timeout: 30_000, polling: 100 },
  )
}
