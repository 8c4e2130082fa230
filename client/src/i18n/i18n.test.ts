import { TYPE } from '@formatjs/icu-messageformat-parser'
import { recordingState } from '@press-gallery/server/protocol/api'
import { ejectionReason, putOut } from '@press-gallery/server/protocol/attendance'
import { errorCodes } from '@press-gallery/server/protocol/errors'
import { feedFaults, feedState } from '@press-gallery/server/protocol/feed'
import { hearingState } from '@press-gallery/server/protocol/hearing-state'
import { role } from '@press-gallery/server/protocol/identifiers'
import { describe, expect, test } from 'vitest'
import en from './en.json' with { type: 'json' }
import kk from './kk.json' with { type: 'json' }
import { chooseLanguage, languages, type Language } from './languages.ts'
import ru from './ru.json' with { type: 'json' }
import { fixedTextOf, partsOf, valuesIn, wordsOf } from './testing/messages.ts'

const resources = { kk, ru, en }

const words = { kk: wordsOf(kk), ru: wordsOf(ru), en: wordsOf(en) }
const keysOf = (language: Language): string[] => [...words[language].keys()].toSorted()

/** What Kazakh writes as Russian does. */
const sharedWords = new Set(
  'техник, аудитор, журналист, сервер, пульт, логин, код, судья, пул, редакция, камера, мс, мбит/с, кбит/с, дб, гб, мб, файл'.split(
    ', ',
  ),
)

/** Both are sentences. */
const isSaid = ({ what, next }: { what: string; next: string }): boolean =>
  /\S{2}.*\.$/.test(what) && /\S{2}.*\.$/.test(next)

describe.for(languages)('the words in %s', (language) => {
  test('have the same keys as in English', () => {
    expect(keysOf(language)).toEqual(keysOf('en'))
  })

  test('are nowhere empty, and name the same values as in English', () => {
    const wrong = [...words[language]].filter(
      ([key, text]) =>
        text.trim() === '' ||
        valuesIn(text, language).join() !== valuesIn(words.en.get(key) ?? '', 'en').join(),
    )
    expect(wrong).toEqual([])
  })

  test('have every plural form that the language has', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    const wrong = [...words[language]].filter(([, text]) =>
      partsOf(text, language).some(
        (part) =>
          part.type === TYPE.plural &&
          Object.keys(part.options)
            .filter((form) => !form.startsWith('='))
            .toSorted()
            .join() !== forms.join(),
      ),
    )
    expect(wrong).toEqual([])
  })

  test('say of every error what happened and what happens next', () => {
    const { error } = resources[language]
    expect(errorCodes.filter((code) => !isSaid(error[code]))).toEqual([])
  })

  test('say of every fault of a feed what happened and what happens next', () => {
    const { fault } = resources[language]
    expect(feedFaults.filter((name) => !isSaid(fault[name]))).toEqual([])
  })

  test('name every state, reason and role', () => {
    const { feed, recording, app } = resources[language]
    for (const state of feedState.options) {
      expect(feed[state]).toBeTruthy()
      expect(feed.short[state]).toBeTruthy()
    }
    for (const state of recordingState.options) expect(recording[state]).toBeTruthy()
    for (const name of role.options) expect(app.role[name]).toBeTruthy()
  })

  test('tell viewers of every state of a hearing, and why they were put out', () => {
    const { hearings, slate, stop } = resources[language]
    const wordless = hearingState.options.filter(
      (state) => !hearings.state[state] || (state !== 'live' && !(slate[state].title && slate[state].next)),
    )
    expect(wordless).toEqual([])
    for (const why of putOut.shape.why.options) expect(stop[why].what && stop[why].next).toBeTruthy()
    for (const reason of ejectionReason.options) expect(stop.reason[reason]).toBeTruthy()
  })
})

describe('translation', () => {
  test.for([
    ['kk', 'ru'],
    ['kk', 'en'],
    ['ru', 'en'],
  ] as const)('nothing in %s is left in %s', ([language, other]) => {
    const left = [...words[language]].filter(([key, text]) => {
      const fixed = fixedTextOf(text, language).trim().toLowerCase()
      return (
        text === words[other].get(key) &&
        /\p{L}/u.test(fixed) &&
        key !== 'app.name' &&
        !(other === 'ru' && sharedWords.has(fixed))
      )
    })
    expect(left).toEqual([])
  })
})

describe('chooseLanguage()', () => {
  test.for([
    { name: 'a remembered choice', remembered: 'kk', browser: ['ru-RU'], expected: 'kk' },
    {
      name: "the first of the browser's that there is",
      remembered: null,
      browser: ['de-DE', 'ru-KZ', 'kk'],
      expected: 'ru',
    },
    { name: 'Kazakh by region', remembered: null, browser: ['kk-KZ', 'ru'], expected: 'kk' },
    { name: 'English where there is none', remembered: null, browser: ['de'], expected: 'en' },
    { name: 'what a broken memory does not spoil', remembered: 'xx', browser: ['ru'], expected: 'ru' },
  ])('takes $name', ({ remembered, browser, expected }) => {
    expect(chooseLanguage(remembered, browser)).toBe(expected)
  })
})
