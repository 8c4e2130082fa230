import { rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncDirectory } from './write-once.ts'

/** Moves a log out of the way, unchanged, under a name with the time; returns the new path. */
export async function setAside(dir: string, nowMs: number): Promise<string> {
  const aside = `${dir}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`
  await rename(dir, aside)
  await syncDirectory(dirname(dir))
  return aside
}
