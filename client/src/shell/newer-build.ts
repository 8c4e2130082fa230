import { z } from 'zod'
import { rememberedAs, type Remembered } from '../browser/remembered.ts'

/** What the build writes at `/shell.json` (`shell-list.ts`). */
const listSchema = z.object({ device: z.object({ build: z.string() }) })

/** The build for displays that the server has now. Rejects where it can't be had. */
export async function presentBuild(): Promise<string> {
  const answer = await fetch('/shell.json', { cache: 'no-store' })
  return listSchema.parse(await answer.json()).device.build
}

/** Brings a page that nobody stands before up to the server's version, at a moment when that disturbs nobody. */
export interface NewerBuild {
  /** Asks whether there is a newer one. Never rejects. */
  look(): Promise<void>
  /** Whether it would disturb anybody now if the page were loaded anew. */
  quiet(isQuiet: boolean): void
  /** Idempotent. */
  stop(): void
}

export interface NewerBuildOptions {
  /** Of this page; null: there is none to compare with. */
  own: string | null
  present: () => Promise<string>
  /** Has the present build kept on the device; the one that the page would come up with. */
  keep: () => Promise<string | null>
  reload: () => void
  /** Which one the page was loaded anew for, and when: one that does not come is not asked for again and again. */
  shelf: Remembered
  nowMs: () => number
}

/** It has to be quiet for so long first, ms: a hearing that has just been called may begin in a moment. */
const calmMs = 20_000
const againMs = 3_600_000

const triedSchema = z.object({ build: z.string(), atMs: z.number() })

export function createNewerBuild(options: NewerBuildOptions): NewerBuild {
  const { own, present, keep, reload, shelf, nowMs } = options
  let ready: string | null = null
  let isQuiet = false
  let calm: ReturnType<typeof setTimeout> | undefined
  let looking = false

  const consider = (): void => {
    clearTimeout(calm)
    if (ready === null || !isQuiet) return
    const build = ready
    calm = setTimeout(() => {
      if (wasTried(shelf, build, nowMs())) return
      shelf.write(JSON.stringify({ build, atMs: nowMs() }))
      reload()
    }, calmMs)
  }
  return {
    async look() {
      if (own === null || looking) return
      looking = true
      try {
        const build = await present()
        ready = build !== own && (await keep()) === build ? build : null
        consider()
      } catch {
        // Asked again later.
      } finally {
        looking = false
      }
    },
    quiet(next) {
      if (next === isQuiet) return
      isQuiet = next
      consider()
    },
    stop() {
      clearTimeout(calm)
      ready = null
    },
  }
}

function wasTried(shelf: Remembered, build: string, nowMs: number): boolean {
  const tried = rememberedAs(shelf, triedSchema)
  return tried?.build === build && Math.abs(nowMs - tried.atMs) < againMs
}
