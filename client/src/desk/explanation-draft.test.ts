import { describe, expect, it } from 'vitest'
import { missingIn, pressSees } from './explanation-draft.ts'

const words = { kk: 'Қысқартылды', ru: 'Прекращено', en: 'Closed' }

describe('what the press sees of an explanation', () => {
  it('is nothing while nothing is published, whatever is written', () => {
    expect(pressSees(words, { published: null })).toBe('nothing')
  })

  it('is told apart from what was written after it', () => {
    expect(pressSees(words, { published: { ...words } })).toBe('this')
    expect(pressSees({ ...words, kk: `${words.kk}.` }, { published: words })).toBe('older')
  })
})

describe('missingIn()', () => {
  it('counts blanks as nothing', () => {
    expect(missingIn({ ...words, kk: ' \n', en: '' })).toEqual(['kk', 'en'])
    expect(missingIn(words)).toEqual([])
  })
})
