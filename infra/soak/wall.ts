import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import {
  screensAnswer,
  screenSummary,
  type ScreenSettings,
  type ScreenSummary,
} from '@press-gallery/server/protocol/screens'
import { readClockStrip } from '@press-gallery/server/ingest/media/clock-strip'
import { courtId } from './court.ts'
import { browserMemoryOf, pageFiguresOf, type BrowserMemory, type PageFigures } from './page-figures.ts'
import type { Person } from './staff.ts'
import type { TileSeen } from './tile-watch.ts'

export interface Wall {
  page: Page
  /** From the console: the wall follows at once. */
  show(settings: Partial<ScreenSettings>): Promise<void>
  blink(): Promise<void>
  tiles(): Promise<TileSeen[]>
  /** What the server has been told of it, by the page's own watch. */
  told(): Promise<ScreenSummary>
  figures(): Promise<PageFigures & BrowserMemory>
}

const codeWithinMs = 30_000
const seen = z.array(
  z.object({ hearingId: z.string(), captureMs: z.number().nullable(), hasWords: z.boolean() }),
)

/** A display out of the box, paired by a technician with the code that it shows. */
export async function openWall(browser: Browser, url: string, technician: Person): Promise<Wall> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const page = await context.newPage()
  await page.goto(`${url}/screen`)
  const code = await page.locator('.pairing__code').textContent({ timeout: codeWithinMs })
  const { id } = await technician.ask(screenSummary, 'POST', `/api/courts/${courtId}/screens`, {
    code,
    name: 'Foyer',
    courtroomId: null,
  })
  const [figuresOfPage, memory] = await Promise.all([pageFiguresOf(page), browserMemoryOf(browser)])
  return {
    page,
    show: (settings) => technician.tell('PATCH', `/api/screens/${id}`, { settings }),
    blink: () => technician.tell('POST', `/api/screens/${id}/blink`),
    tiles: async () => seen.parse(await page.evaluate(lookAtTiles)),
    async told() {
      const { screens } = await technician.ask(screensAnswer, 'GET', `/api/courts/${courtId}/screens`)
      const [screen] = screens
      if (screen === undefined) throw new Error('the wall is not paired any more')
      return screen
    },
    figures: async () => ({ ...(await figuresOfPage()), ...(await memory()) }),
  }
}

/** In the page: each tile's picture, read into one small canvas that is kept for it, so that the looking itself holds nothing more. */
const lookAtTiles = `(() => {
  const read = ${readClockStrip.toString()}
  const canvas = (globalThis.pressGallerySoak ??= document.createElement('canvas'))
  const captureTime = (video) => {
    if (!video || video.videoWidth === 0) return null
    const width = video.videoWidth
    const height = Math.ceil(video.videoHeight / 20)
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context.drawImage(video, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    return read(width, video.videoHeight, (x, y) => data[(y * width + x) * 4 + 1])
  }
  return [...document.querySelectorAll('.tile')].map((tile) => ({
    hearingId: tile.dataset.hearing,
    captureMs: captureTime(tile.querySelector('.stage__video--shown')),
    hasWords: tile.querySelector('.slate, .tile__veil') !== null,
  }))
})()`
