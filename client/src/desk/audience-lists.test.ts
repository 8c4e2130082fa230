import { expect, test } from 'vitest'
import { journalistsLike, stillNamed } from './audience-lists.ts'

const asel = { personId: 'a', name: 'Әсел Қайрат', outlet: 'Daily Herald' }
const berik = { personId: 'b', name: 'Берік Асан', outlet: '' }

test('journalists are found by any part of name or outlet', () => {
  expect(journalistsLike([asel, berik], ' әСЕЛ ')).toEqual([asel])
  expect(journalistsLike([asel, berik], 'herald')).toEqual([asel])
  expect(journalistsLike([asel, berik], ' ')).toEqual([asel, berik])
})

test('who was named and has left the court is left out, so that the form can be sent', () => {
  expect(stillNamed(['gone', 'b'], { pools: [], journalists: [asel, berik] })).toEqual(['b'])
})
