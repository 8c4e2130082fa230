import { describe, expect, it } from 'vitest'
import { parseOptions } from './options.ts'

describe('parseOptions()', () => {
  it('soaks for an hour with small pictures unless told otherwise', () => {
    expect(parseOptions([])).toEqual({
      minutes: 60,
      size: { widthPx: 320, heightPx: 180 },
      jsonFile: null,
    })
    expect(parseOptions(['--minutes', '5', '--size', '1280x720', '--json', 'soak.json'])).toEqual({
      minutes: 5,
      size: { widthPx: 1280, heightPx: 720 },
      jsonFile: 'soak.json',
    })
  })

  it.each([
    ['--minutes', '0'],
    ['--minutes', '1.5'],
    ['--size', '320'],
    ['--size', '100x100'],
    ['--size', '330x180'],
    ['--hours', '1'],
  ])('refuses %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(args[0] === '--hours' ? 'hours' : `${args[0]}: `)
  })
})
