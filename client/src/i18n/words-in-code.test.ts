import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vite'
import { describe, expect, test } from 'vitest'
import en from './en.json' with { type: 'json' }
import { valuesIn, wordsOf } from './testing/messages.ts'

const source = join(import.meta.dirname, '..')
const words = wordsOf(en)

/** Attributes that a person sees or hears. */
const said = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'alt',
  'placeholder',
  'title',
])

type Node = Record<string, unknown> & { type: string }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function* nodesOf(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node))
    for (const inner of Array.isArray(value) ? value : [value]) if (isNode(inner)) yield* nodesOf(inner)
}

const nodesIn = (list: unknown): Node[] => (Array.isArray(list) ? list.filter(isNode) : [])

/** The fixed texts of a string or template, in their order; none of anything else. */
function textsOf(node: unknown): string[] {
  if (!isNode(node)) return []
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : []
  if (node.type === 'JSXText') return typeof node.value === 'string' ? [node.value] : []
  if (node.type === 'JSXExpressionContainer') return textsOf(node.expression)
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate].flatMap(textsOf)
  if (node.type === 'LogicalExpression') return textsOf(node.right)
  if (node.type !== 'TemplateLiteral') return []
  return nodesIn(node.quasis).map(({ value }) =>
    typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string'
      ? value.cooked
      : '',
  )
}

const hasLetters = (text: string): boolean => /\p{L}/u.test(text)
const nameOf = (node: unknown): string =>
  isNode(node) && typeof node.name === 'string' ? node.name : isNode(node) ? nameOf(node.name) : ''

/** Words that the code says itself: they would be the same in each language. */
function ownWordsOf(node: Node): string[] {
  if (node.type === 'JSXAttribute') return said.has(nameOf(node)) ? textsOf(node.value) : []
  if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return []
  // The names of keys stand on the keyboard.
  return nameOf(node.openingElement) === 'kbd' ? [] : nodesIn(node.children).flatMap(textsOf)
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** What `t()` is given, where it is written out; undefined for anything that is put together elsewhere. */
function valuesGiven(node: Node): { key: string; given: string[] } | undefined {
  const [key, values] = nodesIn(node.arguments)
  if (node.type !== 'CallExpression' || nameOf(node.callee) !== 't' || key?.type !== 'Literal')
    return undefined
  if (values !== undefined && values.type !== 'ObjectExpression') return undefined
  const properties = nodesIn(values?.properties)
  if (typeof key.value !== 'string' || properties.some(({ type }) => type !== 'Property')) return undefined
  return { key: key.value, given: properties.map((property) => nameOf(property.key)) }
}

const files = globSync('**/*.{ts,tsx}', { cwd: source })
  .filter((file) => !/\.(?:test|stories|d)\.ts$/.test(file))
  .map((file) => {
    const code = readFileSync(join(source, file), 'utf8')
    return { file, nodes: [...nodesOf(root(parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' })))] }
  })

function root(program: unknown): Node {
  if (!isNode(program)) throw new Error('The parser gave no program')
  return program
}

describe('the code of the pages', () => {
  test('says nothing in words of its own', () => {
    const own = files.flatMap(({ file, nodes }) =>
      nodes
        .flatMap(ownWordsOf)
        .filter(hasLetters)
        .map((text) => `${file}: ${text.trim()}`),
    )
    expect(own).toEqual([])
  })

  test('uses each of the words', () => {
    const literal = new Set<string>()
    const patterns = new Set<string>()
    for (const node of files.flatMap(({ nodes }) => nodes)) {
      if (node.type === 'Literal' && typeof node.value === 'string') literal.add(node.value)
      if (node.type !== 'TemplateLiteral') continue
      const texts = textsOf(node)
      // A pattern that begins with what is put together elsewhere would be that of any key.
      if (texts[0]?.includes('.')) patterns.add(`^${texts.map(escaped).join('.+')}$`)
    }
    const used = [...patterns].map((pattern) => new RegExp(pattern))
    const unused = [...words.keys()].filter(
      (key) => !literal.has(key) && !used.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })

  test('gives the words all values that they name', () => {
    const lacking = files.flatMap(({ file, nodes }) =>
      nodes.flatMap((node) => {
        const call = valuesGiven(node)
        const text = call && words.get(call.key)
        if (call === undefined || text === undefined) return []
        return valuesIn(text, 'en')
          .filter((value) => !call.given.includes(value))
          .map((value) => `${file}: ${call.key} without ${value}`)
      }),
    )
    expect(lacking).toEqual([])
  })
})
