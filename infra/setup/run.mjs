// Runs the tools that set-up needs (apt, npm, cmake, vite). Their output is long and mostly of no interest, so it
// goes to a log file; what a person sees is our own progress, and the log's tail when something fails.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const TAIL_LINES = 40

/** A tool failed: the message carries what it was, how it ended, and the end of what it said. */
export class CommandFailed extends Error {
  name = 'CommandFailed'
}

const children = new Set()

// An interrupted set-up must not leave a compiler or an apt behind that holds locks. Listening only while something
// runs leaves the signals to whoever imported us for the rest of the time.
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const killChildren = () => {
  for (const child of children) child.kill('SIGTERM')
}
const leave = () => process.exit(130)

function watch(child) {
  if (children.size === 0) {
    process.on('exit', killChildren)
    for (const signal of SIGNALS) process.on(signal, leave)
  }
  children.add(child)
}

function unwatch(child) {
  children.delete(child)
  if (children.size > 0) return
  process.off('exit', killChildren)
  for (const signal of SIGNALS) process.off(signal, leave)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ logFile: string, cwd?: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void, nice?: boolean }} options
 *   `onLine` sees each line as it comes, to show progress. `nice` leaves the machine to others while compiling.
 */
export function run(command, args, { logFile, cwd, env, onLine, nice = false }) {
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  writeSync(log, `\n$ ${[command, ...args].join(' ')}\n`)
  const [program, argv] = nice ? ['nice', ['-n', '10', command, ...args]] : [command, args]
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    watch(child)
    let said = ''
    const hear = (rest) => (chunk) => {
      writeSync(log, chunk)
      said = (said + chunk).slice(-20_000)
      const lines = (rest.text + chunk).split(/[\r\n]/)
      rest.text = lines.pop() ?? ''
      if (onLine) for (const line of lines) onLine(line)
    }
    child.stdout.setEncoding('utf8').on('data', hear({ text: '' }))
    child.stderr.setEncoding('utf8').on('data', hear({ text: '' }))
    const end = (problem) => {
      unwatch(child)
      closeSync(log)
      if (problem === undefined) return resolve(said)
      const tail = stripVTControlCharacters(said).trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
      reject(
        new CommandFailed(
          `${command} ${args[0] ?? ''} ${problem}\n${tail ? `${tail}\n` : ''}(all of it: ${logFile})`,
        ),
      )
    }
    child.once('error', (error) => end(`could not be started: ${error.message}`))
    child.once('close', (code, signal) =>
      end(code === 0 ? undefined : signal ? `was ended by ${signal}` : `ended with code ${code}`),
    )
  })
}

/** The whole text of a file, or undefined where there is none. */
export function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  }
}
