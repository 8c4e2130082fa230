import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSealed, openSecret, sealSecret } from './sealed-secret.ts'

describe('a sealed secret', () => {
  const key = randomBytes(32)

  it('opens with its key, and looks different each time', () => {
    const sealed = sealSecret(key, 'admin:пароль:1')
    expect(isSealed(sealed)).toBe(true)
    expect(openSecret(key, sealed)).toBe('admin:пароль:1')
    expect(sealSecret(key, 'admin:пароль:1')).not.toBe(sealed)
  })

  it.each([
    { name: 'another key', open: (sealed: string) => openSecret(randomBytes(32), sealed) },
    {
      name: 'a changed letter',
      open: (sealed: string) =>
        openSecret(
          key,
          sealed.replace(/.$/, (c) => (c === 'A' ? 'Q' : 'A')),
        ),
    },
    { name: 'a short tail', open: (sealed: string) => openSecret(key, sealed.slice(0, 20)) },
    { name: 'no seal', open: () => openSecret(key, 'admin:password') },
  ])('does not open with $name', ({ open }) => {
    expect(() => open(sealSecret(key, 'admin:password'))).toThrow(/seal|changed/)
  })
})
