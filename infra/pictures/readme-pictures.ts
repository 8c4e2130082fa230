import { join } from 'node:path'
import { pagesOf } from '../../client/test/pages-of.ts'
import { pageOf, untilShown } from '../../client/test/visitors.ts'
import { speak, untilPicture, type DemoVisitors } from './take-all.ts'

/** The workplaces as the README shows them, in English, each on what it is used on. */
const workplaces = {
  watch: { widthPx: 1280, heightPx: 800 },
  'console-courtroom': { widthPx: 1180, heightPx: 820 },
  'desk-hearing': { widthPx: 1180, heightPx: 820 },
  bench: { widthPx: 820, heightPx: 600 },
  wall: { widthPx: 1280, heightPx: 720 },
  region: { widthPx: 1280, heightPx: 720 },
}

/** Writes one PNG for each into this folder. */
export async function readmePictures(demo: DemoVisitors, folder: string): Promise<void> {
  const pages = pagesOf(demo.places)
  for (const [name, { widthPx, heightPx }] of Object.entries(workplaces)) {
    const one = pages.find((page) => page.name === name)
    if (one === undefined) throw new Error(`no page ${name}`)
    const page = await pageOf(one.as, demo, {
      viewport: { width: widthPx, height: heightPx },
      colorScheme: 'light',
      reducedMotion: 'reduce',
    })
    await speak(page, 'en', demo.url)
    await page.goto(demo.url + one.path)
    await untilShown(page)
    await untilPicture(page)
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
    await page.context().close()
  }
}
