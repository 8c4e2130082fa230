import express from 'express'
import { describe, expect, it } from 'vitest'
import { createRoutes, type Authorise } from './routes.ts'

const notAsked = (): never => {
  throw new TypeError('not asked here')
}
const authorise: Authorise = {
  plain: {
    public: () => Promise.resolve(null),
    session: notAsked,
    session_or_device: notAsked,
    hearing: notAsked,
    operator: notAsked,
  },
  staff: notAsked,
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

  it.each([undefined, null, '', 'everything'])('can not be made with the permission %j', (permission) => {
    const routes = createRoutes(express(), authorise)
    const add: unknown = Reflect.get(routes, 'addStaff')
    if (typeof add !== 'function') throw new TypeError('no addStaff')
    const rule = { permission, of: 'court' }
    expect(() => Reflect.apply(add, routes, ['get', '/leak', rule, () => undefined])).toThrow(
      'get /leak has no access rule',
    )
    expect(routes.listed).toEqual([])
  })

  it('are listed with their rules', () => {
    const routes = createRoutes(express(), authorise)
    routes.add('get', '/open', 'public', () => undefined)
    const rule = { permission: 'court.see', of: 'court' } as const
    routes.addStaff('get', '/courts/:courtId', rule, () => undefined)
    expect(routes.listed).toEqual([
      { method: 'get', path: '/open', rule: 'public' },
      { method: 'get', path: '/courts/:courtId', rule },
    ])
  })
})
