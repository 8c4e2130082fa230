// `npm run pictures`: a picture of every page in every language and theme, on a telephone, a tablet, a desk and the wall, taken
// from the demo, with one sheet to look through them all. `--readme`: the README's pictures of the workplaces instead.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchForPeople } from '../../client/test/chromium.ts'
import { startDemo } from '../../server/test/demo-process.ts'
import { parseOptions, usage, type PictureOptions } from './options.ts'
import { readmePictures } from './readme-pictures.ts'
import { contactSheet, type Picture } from './sheet.ts'
import { prepareDemo } from './demo-places.ts'
import { orderFor } from './states.ts'
import { takeAll } from './take-all.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function take(options: PictureOptions): Promise<void> {
  const demo = await startDemo()
  try {
    const browser = await launchForPeople()
    try {
      const visitors = { ...(await prepareDemo(demo)), browser }
      if (options.readme) {
        await readmePictures(visitors, join(root, 'infra', 'screenshots'))
        return
      }
      const out = resolve(options.out ?? join(root, 'pictures'))
      await mkdir(out, { recursive: true })
      const pictures: Picture[] = []
      for (const state of options.states) {
        if (orderFor[state] !== null) await visitors.order(orderFor[state])
        pictures.push(...(await takeAll(visitors, { ...options, out, state, say })))
      }
      await writeFile(join(out, 'index.html'), contactSheet(pictures))
      say(`${pictures.length} pictures: ${join(out, 'index.html')}`)
    } finally {
      await browser.close()
    }
  } finally {
    await demo.stop()
  }
}

let options: PictureOptions
try {
  options = parseOptions(process.argv.slice(2))
} catch (error) {
  say(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exit(2)
}
await take(options)
