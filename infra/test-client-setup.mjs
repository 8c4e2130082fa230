// Vitest's global set-up: browser tests see the client as it stands. `npm test` has built it by then.
import { spawnSync } from 'node:child_process'
import { ROOT } from './setup/paths.mjs'

export default function setUp() {
  if (process.env.TEST_CLIENT_IS_BUILT === '1') return
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'error'], {
    cwd: ROOT,
    // Vitest's own would build the pages for development: others, and half as large again.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The client could not be built.')
}
