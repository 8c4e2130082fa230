import type { PageOf } from '../../client/test/pages-of.ts'

/** What a page is looked at on. */
export interface Format {
  readonly name: 'phone' | 'phone-on-side' | 'tablet' | 'desk' | 'wall'
  readonly widthPx: number
  readonly heightPx: number
}

const people: readonly Format[] = [
  { name: 'phone', widthPx: 360, heightPx: 740 },
  { name: 'tablet', widthPx: 820, heightPx: 1180 },
  { name: 'desk', widthPx: 1440, heightPx: 900 },
]
const onSide: Format = { name: 'phone-on-side', widthPx: 740, heightPx: 360 }
const wall: Format = { name: 'wall', widthPx: 3840, heightPx: 2160 }

/** A display is never held in a hand, and a phone is turned for a picture. */
export function formatsFor({ name, as }: PageOf): readonly Format[] {
  if (as === 'screen') return [wall]
  return name === 'watch' ? [...people, onSide] : people
}
