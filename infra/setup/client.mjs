// The browser client, built by vite into client/dist, which the server serves.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { NODE_26, NODE_MODULES, ROOT } from './paths.mjs'
import { run, textOf } from './run.mjs'

const CLIENT = join(ROOT, 'client')
const BUILT = join(CLIENT, 'dist', 'index.html')
// Not in dist: whatever is there is served.
const STAMP = join(NODE_MODULES, '.press-gallery-client-stamp')

function sourcesNow() {
  return fingerprint(
    ROOT,
    // The wire types are shared with the server, and compiled in.
    [CLIENT, join(ROOT, 'server', 'src', 'protocol'), join(ROOT, 'package-lock.json')],
    { skip: (name) => name === 'dist' || name === 'node_modules' || /^test$|\.test\.tsx?$/.test(name) },
  )
}

export function clientReady() {
  if (!existsSync(join(CLIENT, 'index.html'))) return true
  return existsSync(BUILT) && textOf(STAMP) === sourcesNow()
}

export async function buildClient({ logFile }) {
  // Before the build: a source that changes while vite reads it must not count as built.
  const sources = sourcesNow()
  await run(NODE_26, [join(NODE_MODULES, 'vite', 'bin', 'vite.js'), 'build', 'client'], {
    logFile,
    cwd: ROOT,
    // A test that starts the demo has another one, which would build other pages.
    env: { NODE_ENV: 'production' },
  })
  writeFileSync(STAMP, sources)
}
