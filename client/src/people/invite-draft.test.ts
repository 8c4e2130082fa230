import { describe, expect, test } from 'vitest'
import { journalistInvite, personInvite, type InviteDraft } from './invite-draft.ts'

const draft: InviteDraft = {
  name: '  Айгерім Сейітқызы ',
  login: ' Aigerim@Press.kz ',
  email: '',
  language: 'kk',
  grants: [{ role: 'clerk', courtId: 'almaty' }],
  outletId: '',
  cardNumber: '',
}

describe('personInvite()', () => {
  test('is the request as the server takes it', () => {
    expect(personInvite(draft)).toEqual({
      request: {
        name: 'Айгерім Сейітқызы',
        login: 'aigerim@press.kz',
        email: null,
        language: 'kk',
        grants: [{ role: 'clerk', courtId: 'almaty' }],
      },
    })
  })

  test.for([
    [{ name: ' ' }, ['name']],
    [{ login: 'with a space' }, ['login']],
    [{ email: 'no address' }, ['email']],
    [{ grants: [] }, ['grants']],
    [{ grants: [], name: '' }, ['name', 'grants']],
  ] satisfies [Partial<InviteDraft>, string[]][])('names what is amiss with %j', ([wrong, amiss]) => {
    expect(personInvite({ ...draft, ...wrong })).toEqual({ amiss })
  })
})

describe('journalistInvite()', () => {
  test('asks for no role and lets what is empty be nothing', () => {
    expect(journalistInvite({ ...draft, grants: [], cardNumber: 'KZ-17', outletId: 'outlet-1' })).toEqual({
      request: {
        name: 'Айгерім Сейітқызы',
        login: 'aigerim@press.kz',
        email: null,
        language: 'kk',
        outletId: 'outlet-1',
        cardNumber: 'KZ-17',
      },
    })
  })

  test('names a card number that no card has', () => {
    expect(journalistInvite({ ...draft, cardNumber: 'x'.repeat(65) })).toEqual({ amiss: ['cardNumber'] })
  })
})
