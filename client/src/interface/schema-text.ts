import { jsonSchema, type JsonSchema } from '@press-gallery/server/protocol/interface'
import { z } from 'zod'

const fields = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(jsonSchema).optional(),
  oneOf: z.array(jsonSchema).optional(),
  properties: z.record(z.string(), jsonSchema).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.union([z.boolean(), jsonSchema]).optional(),
  items: z.union([z.boolean(), jsonSchema]).optional(),
  prefixItems: z.array(jsonSchema).optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})
type Fields = z.infer<typeof fields>

/** What a JSON Schema takes, as somebody who writes programs reads it: much like a type of TypeScript, with the limits. */
export function schemaText(schema: JsonSchema, indent = ''): string {
  const parsed = fields.safeParse(schema)
  return parsed.success ? typeText(parsed.data, indent) : 'any'
}

function typeText(schema: Fields, indent: string): string {
  const { type, anyOf, oneOf, properties, items, prefixItems } = schema
  const either = anyOf ?? oneOf
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (either !== undefined) return either.map((one) => schemaText(one, indent)).join(' | ')
  if (Array.isArray(type)) return type.join(' | ')
  if (prefixItems !== undefined) return `[${prefixItems.map((one) => schemaText(one, indent)).join(', ')}]`
  if (typeof items === 'object')
    return `list of ${schemaText(items, indent)}${limits(schema.minItems, schema.maxItems)}`
  if (properties !== undefined) return objectText(schema, properties, indent)
  if (typeof schema.additionalProperties === 'object')
    return `{ [name]: ${schemaText(schema.additionalProperties, indent)} }`
  if (type === 'string') return `${schema.format ?? 'text'}${limits(schema.minLength, schema.maxLength)}`
  if (type === 'integer' || type === 'number')
    return `${type}${limits(schema.minimum, boundOf(schema.maximum))}`
  return type ?? 'any'
}

function objectText(
  { required = [] }: Fields,
  properties: Record<string, JsonSchema>,
  indent: string,
): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, schema]) => {
    const standard = fields.safeParse(schema).data?.default
    const mark = required.includes(name) && standard === undefined ? '' : '?'
    const otherwise = standard === undefined ? '' : ` = ${JSON.stringify(standard)}`
    return `${inner}${name}${mark}: ${schemaText(schema, inner)}${otherwise}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

/** Every integer has this one. */
const boundOf = (maximum: number | undefined): number | undefined =>
  maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum

function limits(least: number | undefined, most: number | undefined): string {
  const from = least === -Number.MAX_SAFE_INTEGER ? undefined : least
  if (from === undefined && most === undefined) return ''
  return ` (${from ?? ''}…${most ?? ''})`
}
