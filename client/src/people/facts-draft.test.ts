import { expect, test } from 'vitest'
import { factsChange } from './facts-draft.ts'

const before = { name: 'Айгерім Серік', email: 'aigerim@press.kz', language: 'kk' } as const

test('only what has become another is sent, so that nobody else’s change is undone', () => {
  expect(factsChange(before, before)).toEqual({ change: {} })
  const married = { ...before, name: ' Айгерім Қайрат ', email: ' ' }
  expect(factsChange(married, before)).toEqual({ change: { name: 'Айгерім Қайрат', email: null } })
  expect(factsChange({ ...before, language: 'ru' }, before)).toEqual({ change: { language: 'ru' } })
})

test('names what is amiss, in the order of the form', () => {
  expect(factsChange({ ...before, name: ' ', email: 'no address' }, before)).toEqual({
    amiss: ['name', 'email'],
  })
})
