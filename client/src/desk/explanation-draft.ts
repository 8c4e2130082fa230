import { languages, type InThree, type Language } from '@press-gallery/server/protocol/identifiers'
import type { Explanation } from '@press-gallery/server/protocol/workplaces'

export const maxExplanationLength = 20_000

export const sameWords = (one: InThree, other: InThree): boolean =>
  languages.every((language) => one[language] === other[language])

/** In which languages nothing is written: without them it can't be published. */
export const missingIn = (words: InThree): Language[] =>
  languages.filter((language) => words[language].trim() === '')

/** What the press sees, compared with what stands in the fields. */
export type PressSees = 'nothing' | 'this' | 'older'

export function pressSees(words: InThree, { published }: Pick<Explanation, 'published'>): PressSees {
  if (published === null) return 'nothing'
  return sameWords(words, published) ? 'this' : 'older'
}
