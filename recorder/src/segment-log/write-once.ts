import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What unfinished files are called; `SegmentLog.open` removes those that a crash has left. */
export const unfinishedPrefix = '.unfinished-'

/** Writes a file that is there whole or not at all, also after a power cut: temporary name, fsync, rename, fsync of the directory. */
export async function writeOnce(dir: string, name: string, bytes: Buffer): Promise<void> {
  const unfinished = join(dir, `${unfinishedPrefix}${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(unfinished, 'wx', 0o640)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, join(dir, name))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await syncDirectory(dir)
}

export async function syncDirectory(dir: string): Promise<void> {
  const directory = await open(dir, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
