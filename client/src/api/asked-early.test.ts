import { expect, test } from 'vitest'
import { askedEarly } from './asked-early.ts'

test('askedEarly() asks before it is asked, gives that answer once, and asks anew from then on', async () => {
  let asked = 0
  const ask = askedEarly(async () => ++asked)
  expect(asked).toBe(1)
  expect([await ask(), await ask(), await ask()]).toEqual([1, 2, 3])
})

test('askedEarly() gives a failure to the first who asks', async () => {
  const outcomes = [new Error('the network is away'), null]
  const ask = askedEarly(async () => {
    const fault = outcomes.shift()
    if (fault instanceof Error) throw fault
    return 'there'
  })
  await expect(ask()).rejects.toThrow('the network is away')
  expect(await ask()).toBe('there')
})
