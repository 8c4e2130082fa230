// The demo's court file and its accounts. Passwords are new at each start, and only their hashes are written.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NODE_26, ROOT } from '../setup/paths.mjs'
import { Expected } from './expected.mjs'

const HEARING = {
  id: 'demo-hearing',
  title: 'Демонстрационное заседание · Көрнекі отырыс · Demonstration hearing',
  caseNumber: '7599-25-00-4/1',
  courtroomId: 'courtroom-1',
}

const people = () => [
  { role: 'technician', login: 'technician', note: 'runs the courtroom', password: newPassword() },
  {
    role: 'journalist',
    login: 'journalist',
    note: 'accredited to the hearing',
    password: newPassword(),
    accreditations: [HEARING.id],
  },
  {
    role: 'journalist',
    login: 'stranger',
    note: 'accredited to nothing',
    password: newPassword(),
    accreditations: [],
  },
]

/** Letters and digits that nobody confuses, about 80 bits. */
function newPassword() {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from(randomBytes(16), (byte) => letters[byte % letters.length]).join('')
}

/**
 * @param {{ dataDir: string, source?: string }} wants
 * @returns {Promise<{ hearing: typeof HEARING, accounts: { role: string, login: string, password: string, note: string }[] }>}
 */
export async function prepareCourt({ dataDir, source }) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const accounts = people()
  const court = {
    court: 'Press Gallery demo',
    courtrooms: [
      {
        id: HEARING.courtroomId,
        name: 'Зал № 1 · №1 зал · Courtroom 1',
        source: await sourceOf(source, dataDir),
      },
    ],
    hearings: [HEARING],
    accounts: await Promise.all(
      accounts.map(async ({ login, role, password, accreditations }) => ({
        login,
        role,
        passwordHash: await command('hash-password.ts', password, dataDir),
        ...(accreditations ? { accreditations } : {}),
      })),
    ),
  }
  writeFileSync(join(dataDir, 'court.json'), `${JSON.stringify(court, null, 2)}\n`, { mode: 0o600 })
  return { hearing: HEARING, accounts }
}

async function sourceOf(source, dataDir) {
  if (source === undefined) return { kind: 'test' }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const path = resolve(process.env.INIT_CWD ?? '.', source)
    if (!existsSync(path)) throw new Expected(`--source: there is no file ${path}`)
    return { kind: 'file', path }
  }
  if (!URL.canParse(source) || new URL(source).protocol !== 'rtsp:') {
    throw new Expected('--source: an address must be rtsp://…, anything else is taken for a file')
  }
  // The camera's path and query stay as they were written: some cameras compare them letter by letter.
  const [, scheme, login, rest] = /^(rtsp:\/\/)(?:([^/?#]*)@)?(.*)$/i.exec(source)
  const { username, password } = new URL(source)
  if (login === undefined) return { kind: 'rtsp', url: source }
  const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    kind: 'rtsp',
    url: `${scheme}${rest}`,
    credentials: await command('seal-secret.ts', secret, dataDir),
  }
}

/** Runs one of the operator's commands as an operator would: the secret goes to its standard input. */
function command(name, secret, dataDir) {
  return new Promise((done, failed) => {
    const child = spawn(NODE_26, [join(ROOT, 'infra', name)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...withoutSettings(), PRESS_GALLERY_DATA_DIR: dataDir },
    })
    let out = ''
    child.stdout.on('data', (data) => (out += data))
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done(out.trim()) : failed(new Expected(`${name} failed`))))
    child.stdin.end(`${secret}\n`)
  })
}

/** The demo is the same wherever it runs: settings of a production installation are not for it. */
export function withoutSettings() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('PRESS_GALLERY_')))
}
