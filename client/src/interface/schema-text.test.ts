import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { schemaText } from './schema-text.ts'

const textOf = (schema: z.ZodType, io: 'input' | 'output' = 'input'): string =>
  schemaText(z.toJSONSchema(schema, { io }))

describe('schemaText()', () => {
  test.for([
    [z.string(), 'text'],
    [z.string().min(1).max(64), 'text (1…64)'],
    [z.string().nullable(), 'string | null'],
    [z.email().nullable(), 'email | null'],
    [z.int(), 'integer'],
    [z.int().min(0), 'integer (0…)'],
    [z.enum(['kk', 'ru']), '"kk" | "ru"'],
    [z.literal('ok'), '"ok"'],
    [z.array(z.boolean()).max(3), 'list of boolean (…3)'],
    [z.record(z.string(), z.boolean()), '{ [name]: boolean }'],
    [z.unknown(), 'any'],
  ] as const)('of %#', ([schema, text]) => {
    expect(textOf(schema)).toBe(text)
  })

  test('of an object in an object, with what may be left out', () => {
    const schema = z.strictObject({
      name: z.string().max(9),
      note: z.string().optional(),
      all: z.boolean().default(false),
      in: z.strictObject({ kk: z.string() }),
    })
    expect(textOf(schema)).toBe(
      [
        '{',
        '  name: text (…9)',
        '  note?: text',
        '  all?: boolean = false',
        '  in: {',
        '    kk: text',
        '  }',
        '}',
      ].join('\n'),
    )
  })
})
