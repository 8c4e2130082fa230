import { expect, test } from 'vitest'
import { factsChange, journalistChange } from './facts-draft.ts'

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

test('a journalist’s outlet that the officer does not know stays as it is', () => {
  const journalist = { name: 'Айгерім', language: 'kk', outletId: '', cardNumber: 'KZ-17' } as const
  expect(journalistChange(journalist, journalist)).toEqual({ change: {} })
  expect(journalistChange({ ...journalist, cardNumber: ' ' }, journalist)).toEqual({
    change: { cardNumber: null },
  })
  expect(journalistChange({ ...journalist, outletId: 'outlet-1' }, journalist)).toEqual({
    change: { outletId: 'outlet-1' },
  })
  const placed = { ...journalist, outletId: 'outlet-1' }
  expect(journalistChange(journalist, placed)).toEqual({ change: { outletId: null } })
  const wrong = { ...journalist, name: '', cardNumber: '1'.repeat(65) }
  expect(journalistChange(wrong, journalist)).toEqual({ amiss: ['name', 'cardNumber'] })
})
