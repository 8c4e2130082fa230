// Vitest's global set-up: browser tests see the client as it stands. `npm test` has built it by then.
import { spawnSync } from 'node:child_process'
import { ROOT } from './setup/paths.mjs'

export default function setUp() {
  if (process.env.TEST_CLIENT_IS_BUILT === '1') return
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'error'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The client could not be built.')
}
