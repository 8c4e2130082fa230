import { identifier } from '@press-gallery/server/protocol/identifiers'
import { describe, expect, test } from 'vitest'
import { idFrom } from './new-id.ts'

describe('idFrom()', () => {
  test.for([
    ['Almaty City Court', 'court', [], 'almaty-city-court'],
    ['№ 3 зал', 'courtroom', [], 'courtroom-3'],
    ['Зал заседаний', 'courtroom', [], 'courtroom'],
    ['Зал заседаний', 'courtroom', ['courtroom', 'courtroom-2'], 'courtroom-3'],
    ['Café № 1', 'courtroom', ['cafe-1'], 'cafe-1-2'],
    ['x'.repeat(90), 'courtroom', [], 'x'.repeat(48)],
  ] as const)('of %s', ([name, kind, taken, id]) => {
    const made = idFrom(name, kind, taken)
    expect(made).toBe(id)
    expect(identifier.safeParse(made).success).toBe(true)
  })
})
