import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Rgb = readonly [number, number, number]

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

/** Each theme's colours by name; a colour of one value stands in both. */
const themes = {
  light: new Map([...pairs()].map(([name, light]) => [name, light])),
  dark: new Map([...pairs()].map(([name, , dark]) => [name, dark])),
}

function* pairs(): Generator<[name: string, light: Rgb, dark: Rgb]> {
  for (const [, name, light, dark] of css.matchAll(
    /--([\w-]+):\s*light-dark\(\s*#([0-9a-f]{6}),\s*#([0-9a-f]{6})\s*\)/g,
  ))
    if (name !== undefined && light !== undefined && dark !== undefined) yield [name, rgb(light), rgb(dark)]
  for (const [, name, hex] of css.matchAll(/--([\w-]+):\s*#([0-9a-f]{6});/g))
    if (name !== undefined && hex !== undefined) yield [name, rgb(hex), rgb(hex)]
}

function rgb(hex: string): Rgb {
  const part = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16)
  return [part(0), part(2), part(4)]
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function contrast(theme: keyof typeof themes, front: string, back: string): number {
  const [a, b] = [themes[theme].get(front), themes[theme].get(back)]
  if (a === undefined || b === undefined) throw new Error(`${front} or ${back} is no token of one colour`)
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['ground', 'surface', 'sunken']
const on = (fronts: readonly string[], backs: readonly string[]): [string, string][] =>
  fronts.flatMap((front) => backs.map((back): [string, string] => [front, back]))

/** What is read: 4.5 to 1 (1.4.3). */
const texts: [string, string][] = [
  ...on(['ink', 'ink-quiet', 'accent', 'accent-strong', 'good', 'warn', 'bad', 'alarm'], grounds),
  ...on(['state-live', 'state-recess', 'state-closed', 'state-scheduled', 'state-ended'], grounds),
  ...on(['ink', 'ink-quiet'], ['good-ground', 'warn-ground', 'bad-ground', 'alarm-ground']),
  ['good', 'good-ground'],
  ['warn', 'warn-ground'],
  ['bad', 'bad-ground'],
  ['alarm', 'alarm-ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-accent', 'bad'],
  ['on-alarm', 'alarm'],
  ['on-state-live', 'state-live'],
  ['on-state-recess', 'state-recess'],
  ['on-state-closed', 'state-closed'],
  ['on-stage', 'stage'],
  ['on-stage-quiet', 'stage'],
]

/** What is seen: borders of controls, the ring of the focus, meters: 3 to 1 (1.4.11, 2.4.13). */
const marks: [string, string][] = [
  ...on(['line-control', 'focus', 'good-line', 'warn-line', 'bad-line'], ['ground', 'surface']),
  ['focus', 'sunken'],
  ...on(['meter-low', 'meter-mid', 'meter-high'], ['meter-ground']),
]

test.for(['light', 'dark'] as const)(
  'in the %s theme all that is read and seen stands out enough',
  (theme) => {
    const faint = (list: [string, string][], least: number): string[] =>
      list
        .filter(([front, back]) => contrast(theme, front, back) < least)
        .map(([front, back]) => `${front} on ${back}: ${contrast(theme, front, back).toFixed(2)}`)
    expect([...faint(texts, 4.5), ...faint(marks, 3)]).toEqual([])
  },
)
