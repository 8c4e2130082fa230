// `npm run demo`: one live hearing from a synthetic courtroom, on a fresh machine, with accounts made for the occasion.
// Plain Node 20 without dependencies, because set-up runs before there are any.
//
//   npm run demo -- [--json] [--host ADDRESS] [--port N] [--data DIR] [--source rtsp://… | FILE]
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startedBy } from './demo/started-by.mjs'
import { prepareCourt } from './demo/court.mjs'
import { forPeople, forScripts } from './demo/announcement.mjs'
import { startServer } from './demo/server-process.mjs'
import { setUp } from './setup.mjs'

const usage = `usage: npm run demo -- [--json] [--host ADDRESS] [--port N] [--data DIR] [--source rtsp://… | FILE]
  --json    one line of JSON on standard output when the hearing is live, all else on standard error
  --host    where to listen; 127.0.0.1 unless told otherwise
  --port    the port; 8080 unless told otherwise, 0 for a free one
  --data    the folder for its data
  --source  a camera's address or a media file, instead of the synthetic courtroom`

const say = (line) => process.stderr.write(`${line}\n`)

function options() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8080' },
        data: { type: 'string' },
        source: { type: 'string' },
      },
    }).values
  } catch (error) {
    say(`${error.message}\n${usage}`)
    return process.exit(2)
  }
}

const wants = options()
// A camera's login may stand in the arguments; `ps` need not show it.
process.title = 'press-gallery-demo'
if (wants.help) {
  say(usage)
  process.exit(0)
}

const dataDir = resolve(
  wants.data ?? join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'press-gallery-demo'),
)

// From here on a signal ends the server first; until there is one, it ends the set-up at once.
let server
let ending = false
async function end(code) {
  if (ending) return
  ending = true
  await server?.stop()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0))

// Whoever started the demo may be killed without a chance to tell it.
const starters = startedBy()
setInterval(() => {
  if (startedBy() !== starters) void end(1)
}, 500).unref()

try {
  const { workerBin } = await setUp({ wants: { runtime: true }, log: say })
  say('Starting the demo hearing …')
  const court = await prepareCourt({ dataDir, source: wants.source })
  server = await startServer({ dataDir, workerBin, host: wants.host, port: wants.port, log: say })
  void server.exited.then((reason) => {
    if (!ending) say(`The server ended (${reason}), and the demo with it.`)
    return end(1)
  })
  const live = await server.untilLive(court)
  if (wants.json) process.stdout.write(`${forScripts(live, court)}\n`)
  else process.stdout.write(forPeople(live, court, { dataDir, host: wants.host }))
} catch (error) {
  if (!ending) say(error.expected ? error.message : (error.stack ?? error.message))
  await end(1)
}
