import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settingsTable } from '../src/settings.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('the README', () => {
  it('lists every setting as it is, with unit and default; `node infra/settings-table.ts` writes it', () => {
    const rows = readme
      .split('\n')
      .filter((line) => /^\| `(?:PRESS_GALLERY_|DATABASE_URL|MEDIASOUP_WORKER_BIN)/.test(line))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, name = '', unit, preset = '', says]) => ({
        name: name.replaceAll('`', ''),
        unit,
        default: preset.replaceAll('`', ''),
        says,
      }))
    expect(rows).toEqual(settingsTable())
  })
})
