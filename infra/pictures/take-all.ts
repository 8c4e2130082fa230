import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { pagesOf, type PageOf } from '../../client/test/pages-of.ts'
import { pageOf, untilShown, type VisitorsOptions } from '../../client/test/visitors.ts'
import type { DemoPlaces } from './demo-places.ts'
import { formatsFor } from './formats.ts'
import { changing, type State } from './states.ts'
import type { PictureOptions } from './options.ts'
import type { Picture } from './sheet.ts'

export type DemoVisitors = DemoPlaces & VisitorsOptions

export interface TakeOptions extends Pick<PictureOptions, 'only' | 'languages' | 'themes'> {
  /** The folder of the pictures. */
  out: string
  /** What the hearing is in; of all but the first only the pages that show it. */
  state: State
  say: (text: string) => void
}

/** Everyone's pages, one visitor after the other, so that each signs in once for each language. */
export async function takeAll(demo: DemoVisitors, options: TakeOptions): Promise<Picture[]> {
  const { only, languages, state, say } = options
  const wanted = pagesOf(demo.places)
    .filter(({ name }) => only?.includes(name) ?? true)
    .filter(({ name }) => state === 'live' || changing.has(name))
    .filter(({ as }) => as === 'nobody' || as === 'screen' || as === 'bench' || demo.has(as))
  const visitors = [...new Set(wanted.map(({ as }) => as))]
  const pictures: Picture[] = []
  for (const visitor of visitors)
    for (const language of languages) {
      const page = await pageOf(visitor, demo, { locale: language, reducedMotion: 'reduce' })
      await speak(page, language, demo.url)
      for (const one of wanted.filter(({ as }) => as === visitor)) {
        say(`${one.name}, ${state}, ${language}`)
        pictures.push(...(await takeOne(page, one, language, demo.url, options)))
      }
      await page.context().close()
    }
  return pictures
}

/** Of nobody by what the browser remembers, of an account by its own language. */
export async function speak(page: Page, language: string, url: string): Promise<void> {
  await page.addInitScript(`localStorage.setItem('press-gallery.language', '${language}')`)
  await page.request.patch(`${url}/api/account`, { data: { language } })
}

async function takeOne(
  page: Page,
  one: PageOf,
  language: string,
  url: string,
  { themes, out, state }: TakeOptions,
): Promise<Picture[]> {
  const { path } = one
  const name = state === 'live' ? one.name : `${one.name}-${state}`
  const pictures: Picture[] = []
  for (const [index, { name: format, widthPx, heightPx }] of formatsFor(one).entries()) {
    await page.setViewportSize({ width: widthPx, height: heightPx })
    if (index === 0) {
      await page.goto(url + path)
      await untilShown(page)
      await untilPicture(page)
    }
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      const file = `${name}-${format}-${language}-${theme}.png`
      await page.screenshot({
        path: join(out, file),
        fullPage: format !== 'wall' && format !== 'phone-on-side',
        animations: 'disabled',
      })
      pictures.push({ page: name, format, language, theme, file })
    }
  }
  return pictures
}

/** Where there is a video, until it shows something; a page without one, or whose hearing has not begun, is taken as it is. */
export async function untilPicture(page: Page): Promise<void> {
  const seen = `new Promise((done) => {
    const at = performance.now()
    const look = () => {
      const videos = [...document.querySelectorAll('video')]
      if (videos.length === 0 ? performance.now() - at > 1500 : videos.some((one) => one.videoWidth > 0 && one.currentTime > 0.5)) return done(true)
      if (performance.now() - at > 8000) return done(false)
      setTimeout(look, 100)
    }
    look()
  })`
  await page.evaluate(seen)
}
