import { describe, expect, test } from 'vitest'
import { ApiError } from '../api/api-error.ts'
import { passkeyFault } from './passkey-fault.ts'

describe('passkeyFault()', () => {
  test.for([
    ['NotAllowedError', 'ended'],
    ['AbortError', 'ended'],
    ['SecurityError', 'not_here'],
    ['InvalidStateError', 'known'],
    ['UnknownError', 'failed'],
  ] as const)('of a %s is %s', ([name, fault]) => {
    const error = new Error('from the authenticator')
    error.name = name
    expect(passkeyFault(error)).toBe(fault)
  })

  test('of what the server refused is none: its code has words of its own', () => {
    expect(passkeyFault(new ApiError('wrong_login', 'refused'))).toBe(null)
    expect(passkeyFault(null)).toBe(null)
  })
})
