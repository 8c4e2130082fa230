// `npm test`: set-up, then every check there is, each also a script of its own. Stops at the first that fails.
// Plain Node 20 without dependencies, because set-up runs before there are any.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT, NODE_MODULES } from './setup/paths.mjs'
import { setUp } from './setup.mjs'
import { startTestPostgres } from './test-postgres.mjs'

/** Those of a row run at once. */
const CHECKS = [
  ['format:check', 'typecheck'],
  ['lint'],
  ['test:unit'],
  ['build'],
  ['test:integration'],
  ['test:browser'],
  ['test:looks'],
]

const say = (line) => process.stderr.write(`${line}\n`)
const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`

const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal)
    process.exitCode = 1
    if (running.size === 0) process.exit(1)
  })
}

/** @returns {Promise<boolean>} */
function passes(script, env) {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', script], { cwd: ROOT, env, stdio: 'inherit' })
    running.add(child)
    child.once('error', (error) => {
      say(error.message)
      done(false)
    })
    child.once('exit', (code) => {
      running.delete(child)
      done(code === 0)
    })
  })
}

const startedMs = Date.now()
let workerBin
let postgres
try {
  ;({ workerBin } = await setUp({ wants: { runtime: true, tests: true }, log: say }))
  postgres = await startTestPostgres()
} catch (error) {
  say(error.message)
  process.exit(1)
}
const env = {
  ...process.env,
  PATH: [join(NODE_MODULES, '.bin'), process.env.PATH].join(delimiter),
  MEDIASOUP_WORKER_BIN: workerBin,
  TEST_POSTGRES_URL: postgres.url,
  // Before the tests that look at it.
  TEST_CLIENT_IS_BUILT: '1',
  // Tests start servers, recorders and commands by the dozen: each finds its modules compiled.
  NODE_COMPILE_CACHE: join(NODE_MODULES, '.cache', 'press-gallery-compiled'),
}
const readyMs = Date.now()
const took = []
for (const scripts of CHECKS) {
  const sinceMs = Date.now()
  say(`\n▶ ${scripts.join(', ')}`)
  const passed = await Promise.all(scripts.map((script) => passes(script, env)))
  const failed = scripts.filter((_, index) => !passed[index])
  if (failed.length > 0) {
    const alone = failed.map((script) => `npm run ${script}`).join(', ')
    say(`\n✖ ${failed.join(', ')} failed after ${seconds(sinceMs)}. Alone: ${alone}`)
    process.exit(1)
  }
  took.push(`${scripts.join(' and ')} ${seconds(sinceMs)}`)
}
say(`\n✔ All passed in ${seconds(readyMs)} (with set-up ${seconds(startedMs)}): ${took.join(', ')}`)
await postgres.stop()
