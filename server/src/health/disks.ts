import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** A disk that something of ours is on. */
export interface Disk {
  /** `all`: the data folder with the recordings in it. */
  holds: 'all' | 'data' | 'recordings'
  folder: string
  /** What the server's user may still take. */
  freeBytes: number
  totalBytes: number
}

/** The disks of the data folder and, where they are on another one, of the recordings. */
export async function readDisks(dataDir: string): Promise<Disk[]> {
  const recordings = join(dataDir, 'hearings')
  if (!existsSync(recordings) || (await deviceOf(recordings)) === (await deviceOf(dataDir)))
    return [await readDisk('all', dataDir)]
  return [await readDisk('data', dataDir), await readDisk('recordings', recordings)]
}

const deviceOf = async (folder: string): Promise<number> => (await stat(folder)).dev

async function readDisk(holds: Disk['holds'], folder: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { holds, folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}
