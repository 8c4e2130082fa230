// Hashes over file contents: what a stamp or a cache key is made of. Contents, not times: git sets times as it likes.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * @param {string} root names are taken relative to it, so that two clones have the same hash
 * @param {string[]} paths files and folders; one that does not exist counts as empty
 * @param {{ skip?: (name: string) => boolean, extra?: unknown }} [options] `skip` leaves out files and folders by name
 */
export function fingerprint(root, paths, { skip = () => false, extra } = {}) {
  const hash = createHash('sha256').update(JSON.stringify(extra ?? null))
  const add = (path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory()) {
      for (const name of readdirSync(path).toSorted()) if (!skip(name)) add(join(path, name))
    } else if (stats?.isFile()) {
      hash.update(`\0${relative(root, path)}\0${stats.size}\0`).update(readFileSync(path))
    }
  }
  for (const path of paths) add(path)
  return hash.digest('hex').slice(0, 24)
}
