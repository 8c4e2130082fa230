import { describe, expect, test } from 'vitest'
import { secretIn } from './link-secret.ts'

describe('secretIn()', () => {
  test.for([
    ['#dGhlIHNlY3JldCBvZiBhIGxpbms', 'dGhlIHNlY3JldCBvZiBhIGxpbms'],
    ['#with_both-of-them_in_it-', 'with_both-of-them_in_it-'],
    ['', null],
    ['#', null],
    ['#content', null],
    ['#with a space in it', null],
    ['#<script>alert(1)</script>', null],
    [`#${'a'.repeat(65)}`, null],
  ] as const)('of %s', ([fragment, secret]) => {
    expect(secretIn(fragment)).toBe(secret)
  })
})
