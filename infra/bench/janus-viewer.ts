import { pageScript } from './browser.ts'
import type { Janus } from './janus.ts'
import type { SystemUnderTest } from './system.ts'

/** A page of loopback, as ours is; it is answered from here and never asked of a network. */
const pageUrl = 'http://127.0.0.1:9/janus'

/** About as wide as the product shows its picture in the same window. */
const pictureWidthPx = 960

/** Janus's side of the comparison. */
export function janusViewer(janus: Janus): SystemUnderTest {
  return {
    name: 'Janus',
    async open(page) {
      const script = await pageScript('janus-client')
      const html = `<!doctype html><meta charset="utf-8"><title>Janus</title>
<body style="margin:0"><video style="width:${pictureWidthPx}px;aspect-ratio:16/9" autoplay playsinline></video>
<button disabled>watch</button><script>${script}</script>`
      await page.route(`${pageUrl}**`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
      await page.goto(`${pageUrl}?janus=${encodeURIComponent(janus.url)}`)
      await page.waitForSelector('button:enabled')
    },
    async click(page) {
      await page.evaluate(`document.querySelector('button').click()`)
    },
    async leave(page) {
      await page.evaluate(`document.querySelector('button').click()`)
      await page.waitForSelector('button:enabled')
    },
  }
}
