/** The languages of the pages, in the order of the switch. */
export const languages = ['kk', 'ru', 'en'] as const
export type Language = (typeof languages)[number]

/** Each language's name in itself. */
export const languageNames: Record<Language, string> = { kk: 'Қазақша', ru: 'Русский', en: 'English' }

export function isLanguage(value: unknown): value is Language {
  return value === 'kk' || value === 'ru' || value === 'en'
}

/**
 * What was chosen before, else the first of the browser's languages (BCP 47) that there is, else English, which a
 * visitor with none of the three reads best.
 */
export function chooseLanguage(
  rememberedChoice: string | null,
  browserLanguages: readonly string[],
): Language {
  if (isLanguage(rememberedChoice)) return rememberedChoice
  for (const tag of browserLanguages) {
    const primary = tag.toLowerCase().split('-')[0]
    if (isLanguage(primary)) return primary
  }
  return 'en'
}
