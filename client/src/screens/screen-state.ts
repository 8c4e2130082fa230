import type { ScreenSettings, ScreenSummary } from '@press-gallery/server/protocol/screens'

/** How a device is doing, the worst first: its list is sorted by it. */
export const screenStates = ['away', 'ill', 'well'] as const
export type ScreenState = (typeof screenStates)[number]

/** `ill`: it is there, and somewhere should show or sound and does not. */
export function stateOf({ online, health }: Pick<ScreenSummary, 'online' | 'health'>): ScreenState {
  if (!online) return 'away'
  if (health === null) return 'well'
  const { tiles, soundBlocked } = health
  return soundBlocked || tiles.some(({ sees, hears }) => sees === false || hears === false) ? 'ill' : 'well'
}

const rank = (screen: ScreenSummary): number =>
  (screen.kind === 'screen' ? 0 : screenStates.length) + screenStates.indexOf(stateOf(screen))

/** Displays before benches; among them those with something wrong first, then by name. */
export function inOrder(screens: readonly ScreenSummary[], language: string): ScreenSummary[] {
  const collator = new Intl.Collator(language, { numeric: true })
  return screens.toSorted((a, b) => rank(a) - rank(b) || collator.compare(a.name, b.name))
}

/** As it is typed, to be compared with what the display shows: capitals, no spaces or hyphens. */
export const tidyCode = (typed: string): string => typed.toUpperCase().replaceAll(/[\s-]/g, '')

/** Whether it can be a code at all: six letters and digits. */
export const canBeCode = (typed: string): boolean => /^[2-9A-HJKMNP-TV-Z]{6}$/.test(tidyCode(typed))

/** What is chosen to be shown; sound from what is not shown any more goes back to the first. */
export function withHearings(
  settings: ScreenSettings,
  hearingIds: readonly string[],
): Pick<ScreenSettings, 'hearingIds' | 'soundFrom'> {
  const { soundFrom } = settings
  const isShown = soundFrom === null || hearingIds.length === 0 || hearingIds.includes(soundFrom)
  return { hearingIds: hearingIds.slice(0, 9), soundFrom: isShown ? soundFrom : null }
}
