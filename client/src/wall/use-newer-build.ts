import { useEffect, useState } from 'react'
import { remembered } from '../browser/remembered.ts'
import { buildOfPage, keepPresentBuild } from '../shell/kept-shell.ts'
import { createNewerBuild, presentBuild } from '../shell/newer-build.ts'

const lookEveryMs = 600_000

export interface UseNewerBuildOptions {
  quiet: boolean
  /** A server that was away may have come back as a newer one. */
  connected: boolean
}

/** A display brings itself up to the server's version. */
export function useNewerBuild({ quiet, connected }: UseNewerBuildOptions): void {
  const [newer] = useState(() =>
    createNewerBuild({
      own: buildOfPage(document),
      present: presentBuild,
      keep: keepPresentBuild,
      reload: () => window.location.reload(),
      shelf: remembered('press-gallery.newer-build'),
      nowMs: () => Date.now(),
    }),
  )
  useEffect(() => newer.quiet(quiet), [newer, quiet])
  useEffect(() => {
    if (connected) void newer.look()
  }, [newer, connected])
  useEffect(() => {
    const timer = window.setInterval(() => void newer.look(), lookEveryMs)
    return () => {
      window.clearInterval(timer)
      newer.stop()
    }
  }, [newer])
}
