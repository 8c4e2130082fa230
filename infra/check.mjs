// `npm test`: set-up, then every check there is, each also a script of its own. Stops at the first that fails.
// Plain Node 20 without dependencies, because set-up runs before there are any.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT, NODE_MODULES } from './setup/paths.mjs'
import { setUp } from './setup.mjs'
import { startTestPostgres } from './test-postgres.mjs'

const CHECKS = ['format:check', 'lint', 'typecheck', 'test:unit', 'build', 'test:integration', 'test:browser']

const say = (line) => process.stderr.write(`${line}\n`)
const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`

const running = { child: undefined }
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    running.child?.kill(signal)
    process.exitCode = 1
    if (!running.child) process.exit(1)
  })
}

/** @returns {Promise<boolean>} */
function passes(script, env) {
  return new Promise((done) => {
    running.child = spawn('npm', ['run', '--silent', script], { cwd: ROOT, env, stdio: 'inherit' })
    running.child.once('error', (error) => {
      say(error.message)
      done(false)
    })
    running.child.once('exit', (code) => {
      running.child = undefined
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
}
const readyMs = Date.now()
const took = []
for (const script of CHECKS) {
  const sinceMs = Date.now()
  say(`\n▶ ${script}`)
  if (!(await passes(script, env))) {
    say(`\n✖ ${script} failed after ${seconds(sinceMs)}. Alone: npm run ${script}`)
    process.exit(1)
  }
  took.push(`${script} ${seconds(sinceMs)}`)
}
say(`\n✔ All passed in ${seconds(readyMs)} (with set-up ${seconds(startedMs)}): ${took.join(', ')}`)
await postgres.stop()
