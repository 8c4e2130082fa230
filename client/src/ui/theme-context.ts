import { createContext, useContext } from 'react'
import type { ThemeChoice } from './theme.ts'

/** Who keeps the choice of how the pages look; null outside of the app. */
export const ThemeContext = createContext<ThemeChoice | null>(null)

export function useThemeChoice(): ThemeChoice {
  const choice = useContext(ThemeContext)
  if (choice === null) throw new Error('no choice of themes is provided')
  return choice
}
