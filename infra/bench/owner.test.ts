import { expect, test } from 'vitest'
import { Owner } from './owner.ts'

test('stop() ends what is owned in the reverse order, once', async () => {
  const ended: string[] = []
  const owner = new Owner()
  for (const name of ['camera', 'server', 'browser'])
    expect(owner.own(name, () => Promise.resolve(void ended.push(name)))).toBe(name)
  await owner.stop()
  await owner.stop()
  expect(ended).toEqual(['browser', 'server', 'camera'])
})

test('stop() ends the rest past a failure, and rejects with it', async () => {
  const ended: string[] = []
  const owner = new Owner()
  owner.own('camera', () => Promise.resolve(void ended.push('camera')))
  owner.own('server', () => Promise.reject(new Error('the server hangs')))
  await expect(owner.stop()).rejects.toThrow('the server hangs')
  expect(ended).toEqual(['camera'])
})
