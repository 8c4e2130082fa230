import { assert, pre, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as account from '../../src/protocol/account.ts'
import * as accreditation from '../../src/protocol/accreditation.ts'
import * as api from '../../src/protocol/api.ts'
import * as attendance from '../../src/protocol/attendance.ts'
import * as audit from '../../src/protocol/audit.ts'
import * as desk from '../../src/protocol/desk.ts'
import * as deskSignalling from '../../src/protocol/desk-signalling.ts'
import * as earlier from '../../src/protocol/earlier.ts'
import * as feed from '../../src/protocol/feed.ts'
import * as health from '../../src/protocol/health.ts'
import * as hearingState from '../../src/protocol/hearing-state.ts'
import * as identifiers from '../../src/protocol/identifiers.ts'
import * as description from '../../src/protocol/interface.ts'
import * as people from '../../src/protocol/people.ts'
import * as personFields from '../../src/protocol/person-fields.ts'
import * as serverHealth from '../../src/protocol/server-health.ts'
import * as signalling from '../../src/protocol/signalling.ts'
import { arbitraryOf, garbageLike } from './arbitrary-of.ts'

const modules: readonly object[] = [
  account,
  accreditation,
  api,
  attendance,
  audit,
  desk,
  deskSignalling,
  earlier,
  feed,
  health,
  hearingState,
  identifiers,
  description,
  people,
  personFields,
  serverHealth,
  signalling,
]

const schemas = modules
  .flatMap((module) => Object.entries(module))
  .flatMap(([name, schema]: [string, unknown]) => (schema instanceof z.ZodType ? [{ name, schema }] : []))

describe.each(schemas)('$name', ({ schema }) => {
  it('judges whatever comes, and throws nothing', () => {
    assert(
      property(garbageLike(schema), (value) => {
        const { success, error } = schema.safeParse(value)
        expect(success || error instanceof z.ZodError).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('takes what its description says, and what it made of that, by JSON, again', () => {
    assert(
      property(arbitraryOf(schema), (value) => {
        const { success, data } = schema.safeParse(value)
        pre(success)
        const text = JSON.stringify(data)
        expect(JSON.stringify(schema.parse(JSON.parse(text)))).toBe(text)
      }),
      { numRuns: 20, maxSkipsPerRun: 200 },
    )
  })
})

it('every schema of the interface is among them', () => {
  expect(schemas.length).toBeGreaterThan(90)
})
