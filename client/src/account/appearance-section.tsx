import { useTranslation } from 'react-i18next'
import { Choice } from '../ui/choice.tsx'
import { Section } from '../ui/section.tsx'
import { useThemeChoice } from '../ui/theme-context.ts'
import { themes, useTheme } from '../ui/theme.ts'

/** Light or dark, or as the device is set. */
export function AppearanceSection() {
  const { t } = useTranslation()
  const choice = useThemeChoice()
  const theme = useTheme(choice)
  return (
    <Section title={t('theme.title')}>
      <Choice
        legend={t('theme.legend')}
        options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        value={theme}
        hint={t('theme.hint')}
        onChange={choice.choose}
      />
    </Section>
  )
}
