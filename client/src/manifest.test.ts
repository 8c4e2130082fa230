import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import en from './i18n/en.json' with { type: 'json' }

const publicDir = join(import.meta.dirname, '../public')
const manifest = z
  .object({
    name: z.string(),
    start_url: z.string(),
    display: z.literal('standalone'),
    icons: z.array(
      z.object({ src: z.string(), type: z.string(), sizes: z.string(), purpose: z.string().optional() }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(publicDir, 'manifest.webmanifest'), 'utf8')))

/** Of a PNG: the two numbers that its header begins with. */
function sizeOf(file: string): string {
  const header = readFileSync(join(publicDir, file)).subarray(16, 24)
  return `${header.readUInt32BE(0)}x${header.readUInt32BE(4)}`
}

describe('what a phone puts on its home screen', () => {
  test('has our name, and begins at the list', () => {
    expect(manifest.name).toBe(en.app.name)
    expect(manifest.start_url).toBe('/hearings')
  })

  test('has icons that are there, of the sizes that are told', () => {
    const pngs = manifest.icons.filter(({ type }) => type === 'image/png')
    expect(pngs.map(({ src }) => sizeOf(src))).toEqual(pngs.map(({ sizes }) => sizes))
    expect(pngs.map(({ purpose }) => purpose ?? 'any')).toEqual(['any', 'any', 'maskable'])
    expect(manifest.icons.every(({ src }) => existsSync(join(publicDir, src)))).toBe(true)
  })

  test('is named by the page, with an icon for iPhones', () => {
    const page = readFileSync(join(publicDir, '../index.html'), 'utf8')
    expect(page).toContain('href="/manifest.webmanifest"')
    const touch = /rel="apple-touch-icon" href="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(sizeOf(touch)).toBe('180x180')
  })
})
