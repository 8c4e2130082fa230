import { join } from 'node:path'
import { z } from 'zod'
import { launchBrowser } from '../bench/browser.ts'
import type { Owner } from '../bench/owner.ts'
import { startCamera } from '../camera/start-camera.ts'
import { peopleAnswer } from '@press-gallery/server/protocol/people'
import { courtId, prepareCourt, roomIds } from './court.ts'
import type { Figures } from './figures.ts'
import { journalistPage, rest } from './journalist.ts'
import type { SoakOptions } from './options.ts'
import { pageFiguresOf } from './page-figures.ts'
import { goOn, playRound, untilAllMove, type RoundParts } from './round.ts'
import { startSoakServer, type SoakServer } from './server.ts'
import { createSittings } from './sittings.ts'
import { signIn } from './staff.ts'
import { createTileWatch, type TileWatchSummary } from './tile-watch.ts'
import { createTroubleTally, type Troubles } from './troubles.ts'
import { openWall, type Wall } from './wall.ts'

export interface SoakRun {
  options: SoakOptions
  owner: Owner
  /** Rejects when the soak is interrupted. */
  wait: (ms: number) => Promise<void>
  say: (text: string) => void
  /** For data that is of no use afterwards. */
  directory: string
  onMinute: (minute: number, figures: Figures, troubles: Troubles) => void
}

export interface SoakOutcome {
  watched: TileWatchSummary
  /** How often the page's own watch told of a tile that should move and did not; looked at every few seconds. */
  toldStill: number
  /** Tiles, and pages, that the wall has mended by building them anew. */
  healed: number
  reloaded: number
  /** Sentences: what went wrong in a round, and what pages and server complained of. */
  problems: string[]
  /** What the server warned of, and how often: a machine that is too busy shows there. */
  warnings: Record<string, number>
}

const dayMs = 86_400_000
const roundMs = 60_000
const lookEveryMs = 1_000
const toldEveryLooks = 5

/** Nine courtrooms, a wall that shows them all, and a round a minute; tells the figures after each. */
export async function soak(run: SoakRun): Promise<SoakOutcome> {
  const { options, owner, wait, say } = run
  say('Starting a camera, the server with nine courtrooms, a wall and two journalists')
  const camera = owner.own(
    await startCamera({ size: options.size, bitrateKbps: 400, flashBeep: true }),
    (it) => it.stop(),
  )
  const dataDir = join(run.directory, 'data')
  const court = await prepareCourt(dataDir, camera.url)
  const server = owner.own(await startSoakServer(dataDir), (it) => it.stop())
  const { url } = server
  const [technician, clerk, press] = await Promise.all(
    (['technician', 'clerk', 'press'] as const).map((login) => signIn(url, login, court.passwordOf(login))),
  )
  if (!technician || !clerk || !press) throw new Error('nobody of the staff is there')
  const { people } = await press.ask(peopleAnswer, 'GET', `/api/courts/${courtId}/journalists`)
  for (const { personId } of people)
    await press.tell('POST', `/api/courts/${courtId}/accreditations`, {
      personId,
      fromMs: Date.now() - dayMs,
      untilMs: Date.now() + dayMs,
    })
  const sittings = createSittings(clerk)
  for (const index of roomIds.keys()) await sittings.begin(index)

  const wallBrowser = owner.own(await launchBrowser(), (it) => it.close())
  const pressBrowser = owner.own(await launchBrowser(), (it) => it.close())
  const wall = await openWall(wallBrowser, url, technician)
  const visitor = (login: 'journalist' | 'colleague') =>
    journalistPage(pressBrowser, { url, login, password: court.passwordOf(login) })
  const journalist = await visitor('journalist')
  await journalist.goto(`${url}/hearings`)
  await rest(journalist)
  const parts: RoundParts = {
    wall,
    sittings,
    journalist,
    wait,
    colleague: async () => {
      const page = await visitor('colleague')
      await page.goto(`${url}/hearings`)
      return page
    },
  }
  const journalistFigures = await pageFiguresOf(journalist)
  await wall.show({ layout: 'grid', language: 'ru' })
  await untilAllMove(parts)

  const problems: string[] = []
  for (const [name, page] of [
    ['wall', wall.page],
    ['journalist', journalist],
  ] as const)
    page.on('pageerror', (error) => problems.push(`${name}: ${error.message}`))
  const watch = watchWall(parts, server.warnings)
  try {
    for (let minute = 0; ; minute++) {
      const beganMs = Date.now()
      run.onMinute(minute, await allFigures(server, wall, journalistFigures), watch.troubles())
      if (minute === options.minutes) break
      try {
        await goOn(parts)
        await playRound(minute, parts)
      } catch (error) {
        // What was read until then is told all the same.
        problems.push(`round ${minute + 1}: ${error instanceof Error ? error.message : String(error)}`)
        break
      }
      await wait(Math.max(0, roundMs - (Date.now() - beganMs)))
    }
  } finally {
    watch.stop()
  }
  const told = z.object({ healed: z.number(), reloaded: z.number() }).parse((await wall.told()).health)
  return {
    watched: watch.watched(),
    toldStill: watch.toldStill(),
    healed: told.healed,
    reloaded: told.reloaded,
    warnings: Object.fromEntries(server.warnings),
    problems: [...problems, ...watch.problems, ...server.complaints.map((one) => `server: ${one}`)],
  }
}

async function allFigures(
  server: SoakServer,
  onTheWall: Wall,
  journalistFigures: Awaited<ReturnType<typeof pageFiguresOf>>,
): Promise<Figures> {
  const [wall, journalist, serverFigures] = [
    await onTheWall.figures(),
    await journalistFigures(),
    await server.figures(),
  ]
  return {
    wallHeap: wall.heapMb,
    wallNodes: wall.nodes,
    wallListeners: wall.listeners,
    wallDocuments: wall.documents,
    wallConnectionsOpen: wall.connectionsOpen,
    wallConnectionsKept: wall.connectionsKept,
    wallVideos: wall.videos,
    wallAudioContexts: wall.audioContexts,
    wallPageMemory: wall.pagesMb,
    wallBrowserMemory: wall.restMb,
    journalistHeap: journalist.heapMb,
    journalistNodes: journalist.nodes,
    journalistListeners: journalist.listeners,
    journalistConnectionsOpen: journalist.connectionsOpen,
    journalistConnectionsKept: journalist.connectionsKept,
    ...serverFigures,
  }
}

/** Looks at the tiles once a second from outside, and now and then at what the page's own watch has told. */
function watchWall({ wall, sittings }: RoundParts, warnings: SoakServer['warnings']) {
  const tiles = createTileWatch()
  const problems: string[] = []
  let toldStill = 0
  let mended = 0
  const troubles = createTroubleTally(() => ({
    stillS: tiles.summary().stillS,
    mended,
    warned: [...warnings.values()].reduce((sum, count) => sum + count, 0),
  }))
  let looks = 0
  let looking = false
  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      const seen = await wall.tiles()
      tiles.look(Date.now(), seen, (id) => sittings.liveSinceMs(id))
      if (looks++ % toldEveryLooks !== 0) return
      const { health } = await wall.told()
      if (health === null) return
      mended = health.healed
      troubles.overHls(health.tiles.filter(({ path }) => path === 'hls').length)
      toldStill += health.tiles.filter(({ sees }) => sees === false).length
    } catch (error) {
      problems.push(
        `the wall could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
      )
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), lookEveryMs)
  return {
    watched: () => tiles.summary(),
    toldStill: () => toldStill,
    troubles: () => troubles.take(),
    problems,
    stop: () => clearInterval(timer),
  }
}
