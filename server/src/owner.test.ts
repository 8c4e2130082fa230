import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { createOwner } from './owner.ts'

describe('an owner', () => {
  it('stops its parts once, last first, past one that fails and one that hangs', async () => {
    const owner = createOwner(pino({ level: 'silent' }), 10)
    const stopped: string[] = []
    owner.owns('first', () => void stopped.push('first'))
    owner.owns('hangs', () => new Promise(() => undefined))
    owner.owns('fails', () => Promise.reject(new TypeError('on purpose')))
    owner.owns('last', () => void stopped.push('last'))
    await Promise.all([owner.stop(), owner.stop()])
    expect(stopped).toEqual(['last', 'first'])
  })
})
