import { TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../languages.ts'

/** All words of a language, by the key under which the pages ask for them. */
export function wordsOf(value: unknown, path: string[] = []): Map<string, string> {
  if (typeof value === 'string') return new Map([[path.join('.'), value]])
  if (typeof value !== 'object' || value === null) throw new Error(`${path.join('.')} is no text`)
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...wordsOf(inner, [...path, key])]))
}

function flat(elements: MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => [
    element,
    ...(element.type === TYPE.plural || element.type === TYPE.select
      ? Object.values(element.options).flatMap(({ value }) => flat(value))
      : []),
  ])
}

/**
 * Every part of an ICU message, those inside of its plurals and choices too.
 * @throws SyntaxError where it is none
 */
export const partsOf = (text: string, language: Language): MessageFormatElement[] =>
  flat(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst())

/** The values that a message names, in the order of the alphabet: languages put them in different places. */
export function valuesIn(text: string, language: Language): string[] {
  const named = partsOf(text, language).filter(({ type }) => type !== TYPE.literal && type !== TYPE.pound)
  return [...new Set(named.map((part) => ('value' in part ? part.value : '')))].toSorted()
}

/** What a message says without its values. */
export const fixedTextOf = (text: string, language: Language): string =>
  partsOf(text, language)
    .flatMap((part) => (part.type === TYPE.literal ? [part.value] : []))
    .join(' ')
