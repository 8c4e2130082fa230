import {
  anything,
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  jsonValue,
  oneof,
  record,
  string,
  stringMatching,
  tuple,
  type Arbitrary,
} from 'fast-check'
import { z } from 'zod'
import { jsonSchema, type JsonSchema } from '../../src/protocol/interface.ts'

const fields = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(jsonSchema).optional(),
  oneOf: z.array(jsonSchema).optional(),
  properties: z.record(z.string(), jsonSchema).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
  items: z.union([z.boolean(), jsonSchema]).optional(),
  prefixItems: z.array(jsonSchema).optional(),
  pattern: z.string().optional(),
  minLength: z.number().default(0),
  maxLength: z.number().default(100),
  maxItems: z.number().default(5),
  minItems: z.number().default(0),
  minimum: z.number().default(Number.MIN_SAFE_INTEGER),
  maximum: z.number().default(Number.MAX_SAFE_INTEGER),
})
type Fields = z.infer<typeof fields>

/** What JSON Schema can't say of a field. */
const known: Record<string, Arbitrary<unknown>> = {
  url: constantFrom('rtsp://10.0.0.1/1', 'RTSP://camera.court.example:554/a?b=c'),
}

/** Values that a schema takes, as far as JSON Schema can say what those are. */
export const arbitraryOf = (schema: z.ZodType): Arbitrary<unknown> =>
  made(z.toJSONSchema(schema, { io: 'input' }))

function made(schema: JsonSchema): Arbitrary<unknown> {
  const parsed = fields.parse(schema)
  const { type, anyOf, oneOf, items, prefixItems, properties, additionalProperties } = parsed
  const either = anyOf ?? oneOf
  if (parsed.const !== undefined) return constant(parsed.const)
  if (parsed.enum !== undefined) return constantFrom(...parsed.enum)
  if (either !== undefined) return oneof(...either.map(made))
  if (Array.isArray(type)) return oneof(...type.map((one) => made({ ...schema, type: one })))
  if (prefixItems !== undefined) return tuple(...prefixItems.map(made))
  if (typeof items === 'object')
    return array(made(items), { minLength: parsed.minItems, maxLength: Math.min(parsed.maxItems, 5) })
  if (properties !== undefined) return objects(parsed, properties)
  if (typeof additionalProperties === 'object')
    return dictionary(string({ maxLength: 8 }), made(additionalProperties), { maxKeys: 3 })
  return plain(parsed)
}

function objects({ required }: Fields, properties: Record<string, JsonSchema>): Arbitrary<unknown> {
  const parts = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, known[name] ?? made(one)]),
  )
  return record(parts, { requiredKeys: required })
}

function plain({ type, pattern, minLength, maxLength, minimum, maximum }: Fields): Arbitrary<unknown> {
  if (type === 'string') {
    const lengths = { minLength, maxLength: Math.min(maxLength, minLength + 100) }
    // The library makes no texts of classes like `\p{Cc}`; the caller leaves out what does not fit.
    if (pattern === undefined || pattern.includes('\\p')) return string({ ...lengths, unit: 'grapheme' })
    return stringMatching(new RegExp(pattern, 'u')).filter(({ length }) => length <= maxLength)
  }
  if (type === 'integer') return integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) })
  if (type === 'number') return double({ min: minimum, max: maximum, noNaN: true })
  if (type === 'boolean') return boolean()
  return type === 'null' ? constant(null) : jsonValue()
}

/** What is no value of anybody's schema, and what is only nearly one. */
export function garbageLike(schema: z.ZodType): Arbitrary<unknown> {
  const wild = anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  const parsed = fields.parse(z.toJSONSchema(schema, { io: 'input' }))
  const names = Object.keys(parsed.properties ?? {})
  const near = record(Object.fromEntries(names.map((name) => [name, wild])), { requiredKeys: [] })
  const spoilt = tuple(arbitraryOf(schema), constantFrom(...names, '__proto__', 'constructor'), wild).map(
    ([value, name, bad]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, [name]: bad } : bad,
  )
  return oneof(wild, near, spoilt)
}
