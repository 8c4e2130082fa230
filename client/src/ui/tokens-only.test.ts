import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')

/** As they are written in a style sheet, or in a style that code sets. */
const rawColour = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i
const namedColour =
  /\b(?:white|black|gr[ae]y|silver|red|maroon|orange|yellow|olive|lime|green|teal|aqua|cyan|blue|navy|purple|magenta|fuchsia|pink|brown|gold)\b/i
const coloured =
  /^(?:.*color|background|border.*|outline.*|fill|stroke|box-shadow|text-shadow|.*decoration.*)$/
const shadow = /^(?:box|text)-shadow$/

/** A token, a part of what is around it, of a picture or of the wall. */
const sized = /^(?:var\(--[\w-]+\)|inherit|[\d.]*em|100%)$|\dcq|--wall-unit/

/** What a declaration outside of `ui/` says that only a token may say; null: nothing. */
function rawOf(property: string, value: string): string | null {
  if (rawColour.test(value) || (coloured.test(property) && namedColour.test(value))) return 'a colour'
  if (property === 'font-family' || (property === 'font' && value !== 'inherit')) return 'a font'
  if (property === 'font-size' && !sized.test(value)) return 'a size of type'
  if (shadow.test(property) && !/var\(|currentcolor|^none$/i.test(value)) return 'a shadow'
  return null
}

function* declarationsOf(css: string): Generator<[property: string, value: string]> {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '')
  for (const [, property, value] of plain.matchAll(/(?<=[{;])\s*([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g))
    if (property !== undefined && value !== undefined) yield [property, value.trim()]
}

const filesOf = (pattern: string): { file: string; text: string }[] =>
  globSync(pattern, { cwd: source })
    .filter((file) => !file.startsWith('ui/') && !/\.(?:test|stories|d)\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }))

test('the style sheets of the pages take colours, fonts and sizes of type from the tokens', () => {
  const files = filesOf('**/*.css')
  expect(files.length).toBeGreaterThan(5)
  const raw = files.flatMap(({ file, text }) =>
    [...declarationsOf(text)].flatMap(([property, value]) => {
      const what = rawOf(property, value)
      return what === null ? [] : [`${file}: ${what} in ${property}: ${value}`]
    }),
  )
  expect(raw).toEqual([])
})

test('the code of the pages says no colour of its own', () => {
  // The watermark must not depend on what a style sheet says.
  const files = filesOf('**/*.{ts,tsx}').filter(({ file }) => file !== 'watch/watermark.ts')
  const raw = files.flatMap(({ file, text }) =>
    [...text.matchAll(/(['"`])(#[0-9a-f]{3,8}|(?:rgb|hsl)a?\([^'"`]*)\1/gi)].map(
      ([found]) => `${file}: ${found}`,
    ),
  )
  expect(raw).toEqual([])
})

test('each token that is named is there', () => {
  const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
  const sheets = globSync('**/*.css', { cwd: source }).map((file) => readFileSync(join(source, file), 'utf8'))
  const set = new Set(
    [tokens, ...sheets].flatMap((css) => [...css.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name)),
  )
  const byCode = new Set(
    filesOf('**/*.{ts,tsx}').flatMap(({ text }) =>
      [...text.matchAll(/['"](--[\w-]+)['"]/g)].map(([, name]) => name),
    ),
  )
  const lacking = sheets.flatMap((css) =>
    [...css.matchAll(/var\((--[\w-]+)/g)]
      .map(([, name]) => name)
      .filter((name) => !set.has(name) && !byCode.has(name)),
  )
  expect(lacking).toEqual([])
})
