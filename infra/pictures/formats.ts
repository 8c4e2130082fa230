import type { Visitor } from '../../client/test/pages-of.ts'

/** What a page is looked at on. */
export interface Format {
  readonly name: 'phone' | 'tablet' | 'desk' | 'wall'
  readonly widthPx: number
  readonly heightPx: number
}

const people: readonly Format[] = [
  { name: 'phone', widthPx: 360, heightPx: 740 },
  { name: 'tablet', widthPx: 820, heightPx: 1180 },
  { name: 'desk', widthPx: 1440, heightPx: 900 },
]
const wall: Format = { name: 'wall', widthPx: 3840, heightPx: 2160 }

/** A display is never held in a hand. */
export const formatsFor = (visitor: Visitor): readonly Format[] => (visitor === 'screen' ? [wall] : people)
