import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Login } from './court.ts'

const withinMs = 40_000

/** Signs in as a page's visitor would; the page is nowhere yet. */
export async function journalistPage(
  browser: Browser,
  { url, login, password }: { url: string; login: Login; password: string },
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 800, height: 600 } })
  const answer = await context.request.post(`${url}/api/session`, {
    data: { login, password },
    headers: { origin: new URL(url).origin },
  })
  if (!answer.ok()) throw new Error(`${login} was not let in: ${answer.status()}`)
  const page = await context.newPage()
  page.setDefaultTimeout(withinMs)
  return page
}

/** Chooses a hearing in the list, and resolves when its picture moves. */
export async function join(page: Page, hearingId: string): Promise<void> {
  await page.locator(`a[href="/watch/${hearingId}"]`).first().click()
  await untilMoves(page)
}

/** Back to the list. */
export async function leave(page: Page): Promise<void> {
  await page.evaluate('history.back()')
  await page.locator('a[href^="/watch/"]').first().waitFor()
}

export async function untilMoves(page: Page): Promise<void> {
  const deadline = Date.now() + withinMs
  const time = (): Promise<unknown> =>
    page.evaluate(
      `document.querySelector('.stage__video--shown')?.getVideoPlaybackQuality().totalVideoFrames ?? 0`,
    )
  for (let moves = 0, last: unknown = 0; moves < 3;) {
    if (Date.now() > deadline) throw new Error(`a journalist had no picture in ${withinMs} ms`)
    const now = await time()
    moves = now !== last && now !== 0 ? moves + 1 : 0
    last = now
    await page.waitForTimeout(150)
  }
}

/** Between two rounds the page is where nothing plays and no list grows. */
export async function rest(page: Page): Promise<void> {
  await page.locator('a[href="/account"]').first().click()
  await page.locator('h1').first().waitFor()
}

export async function backToList(page: Page): Promise<void> {
  await page.locator('.shell__brand').click()
  await page.locator('a[href^="/watch/"]').first().waitFor()
}
