import { useSyncExternalStore } from 'react'
import { remembered } from '../browser/remembered.ts'

/** How the pages look: as the device is set, or always the one. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const themeOf = (value: string | null): Theme => themes.find((theme) => theme === value) ?? 'system'

export interface ThemeChoice {
  readonly read: () => Theme
  /** Is remembered on this device, and seen at once. */
  readonly choose: (theme: Theme) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** A `theme-color` of the page: the colour of the browser's own bar around it, for one theme. */
export interface BarColour {
  content: string
  readonly media: string
}

/** Which of the themes is chosen on this device; what was chosen before holds from now on, for the bars around the page too. */
export function createThemeChoice(
  root: Pick<HTMLElement, 'setAttribute' | 'removeAttribute'>,
  bars: Iterable<BarColour>,
): ThemeChoice {
  const colours = [...bars].map((bar) => ({ bar, own: bar.content }))
  const shelf = remembered('press-gallery.theme')
  const listeners = new Set<() => void>()
  let chosen = themeOf(shelf.read())
  const show = (): void => {
    if (chosen === 'system') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', chosen)
    // Each is asked for by the device's own theme: where another one is chosen, all say the same.
    const meant = colours.find(({ bar }) => bar.media.includes(chosen))
    for (const { bar, own } of colours) bar.content = meant?.own ?? own
  }
  show()
  return {
    read: () => chosen,
    choose: (theme) => {
      chosen = theme
      shelf.write(theme)
      show()
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const useTheme = (choice: ThemeChoice): Theme => useSyncExternalStore(choice.subscribe, choice.read)
