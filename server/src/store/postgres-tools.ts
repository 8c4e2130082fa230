import { spawn } from 'node:child_process'
import { SettingsError } from '../config.ts'

const saidCharacters = 2000

/**
 * Runs one of PostgreSQL's own programs on the database of this address. The password goes by the environment, since every
 * user of the machine sees arguments. Throws `SettingsError` with what the program said.
 */
export async function runPostgresTool(
  tool: 'pg_dump' | 'pg_restore',
  postgresUrl: string,
  args: readonly string[],
): Promise<void> {
  const url = new URL(postgresUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const command = [tool, `--dbname=${url.href}`, '--no-password', ...args]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--no-new-privs', '--', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-saidCharacters)
  })
  const code = await new Promise<number | null>((ended, failed) => {
    child.once('error', failed)
    child.once('close', ended)
  })
  if (code === 0) return
  throw new SettingsError([
    `${tool} failed: ${said.trim() || `it ended with ${code}`}\nIt is part of Debian's package postgresql-client, and must not be older than the server.`,
  ])
}
