import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { launchChromium, type TestBrowser } from './chromium.ts'

const client = join(import.meta.dirname, '..')

/** Files of scripts that a page is loaded from: each is a request, and a module to be linked on a slow phone. */
const most = 16
/** Compressed JavaScript, from the first byte to a page that can be used; the player comes after it. */
const budgetBytes = 250_000

const lowerCase = 'әғқңөұүһі абвгдеёжзийклмнопрстуфхцчшщъыьэюя abcdefghijklmnopqrstuvwxyz'
const letters = `${lowerCase} ${lowerCase.toUpperCase()} 0123456789 «»—…“”’№§₸×·`.replaceAll(' ', '')

/** Vite's manifest: each piece of the built pages, with those that the browser loads together with it. */
const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
)
const dist = (file: string): string => join(client, 'dist', file)

function* withImports(
  manifest: z.infer<typeof manifestSchema>,
  pieces: readonly string[],
  seen = new Set<string>(),
): Generator<string> {
  for (const piece of pieces) {
    const found = manifest[piece]
    if (found === undefined) throw new Error(`There is no piece ${piece}`)
    if (seen.has(found.file)) continue
    seen.add(found.file)
    yield found.file
    yield* withImports(manifest, found.imports, seen)
  }
}

describe('the first load', () => {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(dist('.vite/manifest.json'), 'utf8')))
  const own = ['index.html', 'src/i18n/ru.json']

  test.for([
    { page: 'the list of hearings', pieces: own, later: /hls-|webrtc|watch-page/ },
    {
      page: 'the watch page',
      pieces: [...own, 'src/watch/watch-page.tsx'],
      // The libraries that play; what chooses between them belongs to the page.
      later: /hls-js-engine|webrtc-device/,
    },
  ])('of $page is within its budget, and without what comes later', ({ page, pieces, later }) => {
    const files = [...withImports(manifest, pieces)]
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(dist(file))).length, 0)
    process.stdout.write(`First load of ${page}: ${(bytes / 1000).toFixed(0)} kB in ${files.length} files\n`)
    expect(bytes).toBeLessThanOrEqual(budgetBytes)
    expect(files.length).toBeLessThanOrEqual(most)
    expect(files.filter((file) => later.test(file))).toEqual([])
  })

  test('is the same compressed as it is', () => {
    const files = [...withImports(manifest, own)].filter((file) => existsSync(dist(`${file}.br`)))
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) {
      const content = readFileSync(dist(file), 'utf8')
      expect(brotliDecompressSync(readFileSync(dist(`${file}.br`))).toString()).toBe(content)
      expect(gunzipSync(readFileSync(dist(`${file}.gz`))).toString()).toBe(content)
    }
  })

  test('brings one language only', () => {
    const files = [...withImports(manifest, own)]
    const others = ['src/i18n/kk.json', 'src/i18n/en.json'].map((piece) => manifest[piece]?.file)
    expect(files.filter((file) => others.includes(file))).toEqual([])
  })
})

describe('the type', () => {
  let server: PreviewServer
  let browser: TestBrowser

  beforeAll(async () => {
    server = await preview({ root: client, logLevel: 'silent', preview: { port: 0, host: '127.0.0.1' } })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  test('has each letter of the three languages in one face, and none of another', async () => {
    const { page } = await browser.newPage()
    await page.goto(server.resolvedUrls?.local[0] ?? '')
    await page.evaluate(async (text) => {
      const line = document.createElement('p')
      line.id = 'letters'
      line.textContent = text
      document.body.append(line)
      await document.fonts.load(`16px ${getComputedStyle(line).fontFamily}`, text)
      await document.fonts.ready
    }, letters)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('DOM.enable')
    await devtools.send('CSS.enable')
    const { root } = await devtools.send('DOM.getDocument')
    const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#letters' })
    const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId })
    expect(fonts.filter(({ isCustomFont }) => !isCustomFont)).toEqual([])
    expect([...new Set(fonts.map(({ familyName }) => familyName))]).toEqual([
      expect.stringContaining('Inter'),
    ])
    expect(fonts.reduce((sum, { glyphCount }) => sum + glyphCount, 0)).toBe(Array.from(letters).length)
  })
})
