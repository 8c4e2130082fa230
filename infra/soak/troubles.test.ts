import { expect, it } from 'vitest'
import { createTroubleTally } from './troubles.ts'

it('tells what each minute had, also where the page has begun to count anew', () => {
  let total = { stillS: 1, mended: 2, warned: 3 }
  const tally = createTroubleTally(() => total)
  total = { stillS: 3.5, mended: 4, warned: 3 }
  for (const tiles of [0, 7, 2]) tally.overHls(tiles)
  expect(tally.take()).toEqual({ stillS: 2.5, overHls: 7, mended: 2, warned: 0 })
  total = { stillS: 3.5, mended: 1, warned: 5 }
  expect(tally.take()).toEqual({ stillS: 0, overHls: 0, mended: 1, warned: 2 })
})
