import { expect, test } from 'vitest'
import { previewFront } from './preview-front.ts'

const picture = { takenMs: 1, jpeg: '' }
const answer = { atMs: 1, withheld: null, picture, sound: null }
const none = { value: null, error: null }
const still = { value: answer, error: null }
const live = (kind: Parameters<typeof previewFront>[0]['kind'], late = false, soundAlone = false) => ({
  kind,
  late,
  soundAlone,
})

test.for(['playing', 'stalled', 'reconnecting'] as const)(
  'nothing stands before a picture that is %s',
  (kind) => {
    expect(previewFront(live(kind), none)).toBe('nothing')
  },
)

test.for(['off', 'starting'] as const)('while it is %s, words say that it comes', (kind) => {
  expect(previewFront(live(kind), none)).toBe('comes')
})

test.for([
  ['starting', true],
  ['stalled', true],
  ['reconnecting', true],
  ['ended', false],
] as const)('%s, late: %s: a still picture stands in, or words', ([kind, late]) => {
  expect(previewFront(live(kind, late), none)).toBe('noPicture')
  expect(previewFront(live(kind, late), { value: { ...answer, picture: null }, error: null })).toBe(
    'noPicture',
  )
  expect(previewFront(live(kind, late), still)).toBe('still')
  expect(previewFront(live(kind, late), { value: null, error: new Error('away') })).toBe('previewLost')
})

test('a camera that gives sound alone is no black picture', () => {
  expect(previewFront(live('playing', false, true), none)).toBe('noPicture')
})
