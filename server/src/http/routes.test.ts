import express from 'express'
import { describe, expect, it } from 'vitest'
import { createRoutes, type Authorise } from './routes.ts'

const authorise: Authorise = {
  public: () => null,
  session: () => ({ login: 'ann', role: 'journalist' }),
  hearing: () => {
    throw new TypeError('not asked here')
  },
  operator: () => null,
}

describe('routes', () => {
  it.each([undefined, null, '', 'everybody', 'toString', '__proto__'])(
    'can not be made with the rule %j',
    (rule) => {
      const routes = createRoutes(express(), authorise)
      const add: unknown = Reflect.get(routes, 'add')
      if (typeof add !== 'function') throw new TypeError('no add')
      // What a caller without types could do.
      expect(() => Reflect.apply(add, routes, ['get', '/leak', rule, () => undefined])).toThrow(
        'get /leak has no access rule',
      )
      expect(routes.listed).toEqual([])
    },
  )

  it('are listed with their rules', () => {
    const routes = createRoutes(express(), authorise)
    routes.add('get', '/open', 'public', () => undefined)
    expect(routes.listed).toEqual([{ method: 'get', path: '/open', rule: 'public' }])
  })
})
