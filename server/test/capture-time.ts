import type { Page } from 'playwright-core'
import { z } from 'zod'
import { readClockStrip } from '../src/ingest/media/clock-strip.ts'

/** The capture time that the picture of the playing video shows, ms since the epoch, and null without a picture. */
export async function captureTime(page: Page): Promise<number | null> {
  const script = `(() => {
    const read = ${readClockStrip.toString()}
    const video = [...document.querySelectorAll('video')].find((one) => one.videoWidth > 0 && !one.paused)
    if (!video) return null
    const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight })
    const context = canvas.getContext('2d')
    context.drawImage(video, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, Math.ceil(canvas.height / 20))
    return read(canvas.width, canvas.height, (x, y) => data[(y * canvas.width + x) * 4 + 1])
  })()`
  return z
    .number()
    .nullable()
    .parse(await page.evaluate(script))
}
