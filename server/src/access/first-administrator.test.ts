import { afterEach, beforeEach, expect, it } from 'vitest'
import { inviteFirstAdministrator } from './first-administrator.ts'
import { browser, codeOf, openAccess, type AccessParts } from './testing/access-parts.ts'

let access: AccessParts
beforeEach(async () => {
  access = await openAccess()
})
afterEach(() => access.store.end())

const wish = { login: 'root', name: 'Administrator', language: 'en', another: false } as const

it('the first administrator comes by a link, which can be made anew until it is used', async () => {
  const lost = await inviteFirstAdministrator(access, wish)
  const { secret } = await inviteFirstAdministrator(access, wish)
  expect(await codeOf(access.links.look(lost.secret))).toBe('link_ended')
  const { person } = await access.links.use({ ...browser, secret, password: 'a good long password' })
  expect(person.grants).toEqual([{ role: 'administrator', courtId: null }])
  expect(await codeOf(inviteFirstAdministrator(access, wish))).toBe('taken')
})

it('another one is not made by mistake, nor out of somebody who is there', async () => {
  await access.person('ann', [{ role: 'administrator', courtId: null }])
  expect(await codeOf(inviteFirstAdministrator(access, wish))).toBe('taken')
  expect(await codeOf(inviteFirstAdministrator(access, { ...wish, login: 'ann', another: true }))).toBe(
    'taken',
  )
  expect(await codeOf(inviteFirstAdministrator(access, { ...wish, another: true }))).toBe('done')
})

it('an administrator of one court is not the first of all', async () => {
  await access.person('ann', [{ role: 'administrator', courtId: 'court-1' }])
  expect(await codeOf(inviteFirstAdministrator(access, wish))).toBe('done')
})
