// Where set-up keeps what it makes.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)))
export const NODE_MODULES = join(ROOT, 'node_modules')

/** Node 26, which the server needs; set-up itself runs on the host's older one. */
export const NODE_26 = join(NODE_MODULES, '.bin', 'node')

/** Outside the clone, so that a fresh clone does not compile again. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'press-gallery')

/** Git-ignored. Not in node_modules, which `npm ci` deletes under our hands. */
const STATE = join(ROOT, '.press-gallery')
export const LOG_FILE = join(STATE, 'setup.log')
export const LOCK_FILE = join(STATE, 'setup.lock')
