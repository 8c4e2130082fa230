import type { Page } from 'playwright-core'
import type { Language } from '@press-gallery/server/protocol/identifiers'
import type { ScreenSettings } from '@press-gallery/server/protocol/screens'
import { roomIds } from './court.ts'
import { backToList, join, leave, rest, untilMoves } from './journalist.ts'
import type { Sittings } from './sittings.ts'
import type { Wall } from './wall.ts'

export interface RoundParts {
  wall: Wall
  sittings: Sittings
  /** One who stays all day, and whose page is measured. */
  journalist: Page
  /** Another, who comes with a new browser window each time. */
  colleague: () => Promise<Page>
  wait: (ms: number) => Promise<void>
}

const languages: readonly Language[] = ['kk', 'ru', 'en']
const withinMs = 60_000
/** A catch-up, a retry or a closing connection may last so long after the last word of a round, ms. */
const settleMs = 8_000

/** What the wall is told at the end of each round, so that all figures are of one and the same state. */
const atRest: ScreenSettings = {
  layout: 'grid',
  hearingIds: [],
  soundFrom: null,
  language: 'ru',
  volume: 0.8,
}

/**
 * What happens in a press centre in an hour, in less than a minute: recesses, closed sessions, joins and leaves, hearings that end and
 * others that begin, the wall told to show one, three, all, in another language. Each round takes other courtrooms.
 */
export async function playRound(number: number, parts: RoundParts): Promise<void> {
  const { wall, sittings, journalist, wait } = parts
  const room = (offset: number): number => (number + offset) % roomIds.length
  const hearing = (offset: number): string => sittings.hearingIn(room(offset))

  await sittings.order(room(1), 'recess')
  await sittings.order(room(2), 'close')
  await sittings.order(room(5), 'recess')
  await untilTiles(parts, (tiles) => tiles.filter(({ hasWords }) => hasWords).length === 3)

  const colleague = await parts.colleague()
  await Promise.all([join(journalist, hearing(3)), join(colleague, hearing(4))])

  const language = languages[number % languages.length] ?? 'kk'
  await wall.show({ layout: 'one', soundFrom: hearing(6), language })
  await untilTiles(parts, (tiles) => tiles.length === 1 && tiles.every(isMoving))
  await wall.blink()
  await wall.show({ layout: 'grid', hearingIds: [hearing(3), hearing(6), hearing(7)], volume: 0.3 })
  await untilTiles(parts, (tiles) => tiles.length === 3 && tiles.every(isMoving))
  await wall.show(atRest)

  // Under the eyes of a journalist, and of one who walks away meanwhile.
  await sittings.order(room(3), 'close')
  await journalist.locator('.slate[data-kind=closed]').waitFor()
  await colleague.context().close()
  await sittings.order(room(3), 'reopen')
  await untilMoves(journalist)
  await leave(journalist)

  await sittings.order(room(1), 'start')
  await sittings.order(room(2), 'reopen')
  await sittings.order(room(5), 'close')
  await sittings.order(room(5), 'reopen')
  for (const offset of [0, 8]) {
    await sittings.end(room(offset))
    await sittings.begin(room(offset))
  }
  await join(journalist, hearing(8))
  await leave(journalist)
  await rest(journalist)
  await untilAllMove(parts)
  await untilAllByWebRtc(parts)
  await wait(settleMs)
}

/** Before the next round. */
export const goOn = ({ journalist }: RoundParts): Promise<void> => backToList(journalist)

/** All nine, with a picture and no words over it. */
export const untilAllMove = (parts: Pick<RoundParts, 'wall' | 'wait'>): Promise<void> =>
  untilTiles(parts, (tiles) => tiles.length === roomIds.length && tiles.every(isMoving))

/** A tile that a busy machine has sent to HLS comes back by itself; where it takes its time, the figures say so. */
async function untilAllByWebRtc({ wall, wait }: Pick<RoundParts, 'wall' | 'wait'>): Promise<void> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    const tiles = (await wall.told()).health?.tiles ?? []
    if (
      tiles.length === roomIds.length &&
      tiles.every(({ path, sees }) => path === 'webrtc' && sees === true)
    )
      return
    await wait(1_000)
  }
}

type Tiles = Awaited<ReturnType<Wall['tiles']>>
const isMoving = ({ captureMs, hasWords }: Tiles[number]): boolean => captureMs !== null && !hasWords

async function untilTiles(
  { wall, wait }: Pick<RoundParts, 'wall' | 'wait'>,
  wanted: (tiles: Tiles) => boolean,
): Promise<void> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const tiles = await wall.tiles()
    if (wanted(tiles)) return
    if (Date.now() > deadline)
      throw new Error(`the wall did not come to what was wanted: ${JSON.stringify(tiles)}`)
    await wait(250)
  }
}
