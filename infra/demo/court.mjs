// The demo's court, its people and its hearing, written into the store as an operator would do it: with a court file.
// Passwords are new at each start, and only their hashes are written.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NODE_26, ROOT } from '../setup/paths.mjs'
import { Expected } from './expected.mjs'

const COURT_ID = 'demo-court'
const COURTROOM_ID = 'courtroom-1'

const hearingOf = (number) => ({
  id: number === 1 ? 'demo-hearing' : `demo-hearing-${number}`,
  title: 'Демонстрационное заседание · Көрнекі отырыс · Demonstration hearing',
  caseNumber: `7599-25-00-4/${number}`,
  courtroomId: COURTROOM_ID,
  judge: 'А. Б. Демонстрационный',
})

const GROUNDS = [
  {
    id: 'demo-state-secret',
    words: {
      kk: 'Мемлекеттік құпияны қорғау',
      ru: 'Охрана государственной тайны',
      en: 'Protection of a state secret',
    },
  },
  {
    id: 'demo-private-life',
    words: { kk: 'Жеке өмірге қол сұғылмаушылық', ru: 'Тайна частной жизни', en: 'Private life' },
  },
  {
    id: 'demo-safety',
    words: {
      kk: 'Процеске қатысушының қауіпсіздігі',
      ru: 'Безопасность участника процесса',
      en: 'Safety of a participant',
    },
  },
  {
    id: 'demo-minors',
    words: {
      kk: 'Кәмелетке толмағандардың мүддесі',
      ru: 'Интересы несовершеннолетних',
      en: 'Interests of minors',
    },
  },
]

const people = (hearingId) => [
  { role: 'technician', login: 'technician', note: 'runs the courtroom' },
  {
    role: 'journalist',
    login: 'journalist',
    note: 'accredited to the hearing',
    accreditations: [hearingId],
  },
  { role: 'journalist', login: 'stranger', note: 'accredited to nothing' },
  { role: 'clerk', login: 'clerk', note: 'opens and closes the session' },
  { role: 'press_officer', login: 'press', note: 'schedules and accredits' },
  { role: 'administrator', login: 'admin', note: 'sets the court up' },
  { role: 'auditor', login: 'auditor', note: 'reads the audit log' },
]

/** Letters and digits that nobody confuses, about 80 bits. */
function newPassword() {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from(randomBytes(16), (byte) => letters[byte % letters.length]).join('')
}

/**
 * @param {{ dataDir: string, source?: string }} wants
 * @returns {Promise<{ hearing: ReturnType<typeof hearingOf>, accounts: { role: string, login: string, password: string, note: string }[] }>}
 */
export async function prepareCourt({ dataDir, source }) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const common = { dataDir, source: await sourceOf(source, dataDir), passwords: new Map() }
  // A hearing that has ended does not begin again: the next start of the demo has the next one.
  for (let number = 1; ; number++) {
    const hearing = hearingOf(number)
    const accounts = people(hearing.id).map((person) => ({ ...person, ...passwordOf(person, common) }))
    const { hearings } = await importOf(hearing, accounts, common)
    if (hearings.every(({ state }) => !OVER.includes(state))) return { hearing, accounts }
  }
}

const OVER = ['ended', 'sealed', 'cancelled']

function passwordOf({ login }, { passwords }) {
  if (!passwords.has(login)) passwords.set(login, newPassword())
  return { password: passwords.get(login) }
}

async function importOf(hearing, accounts, { dataDir, source }) {
  const passwords = accounts.map(({ password }) => password).join('\n')
  const hashes = (await command('demo/hash-passwords.ts', [], passwords, dataDir)).split('\n')
  const court = {
    id: COURT_ID,
    court: 'Press Gallery demo',
    contact: 'press@court.example',
    grounds: GROUNDS,
    courtrooms: [{ id: COURTROOM_ID, name: 'Зал № 1 · №1 зал · Courtroom 1', source }],
    hearings: [hearing],
    accounts: accounts.map(({ login, role, accreditations }, index) => ({
      login,
      roles: [role],
      passwordHash: hashes[index],
      ...(accreditations ? { accreditations } : {}),
    })),
  }
  const file = join(dataDir, 'court.json')
  writeFileSync(file, `${JSON.stringify(court, null, 2)}\n`, { mode: 0o600 })
  return JSON.parse(await command('import-court.ts', [file], '', dataDir))
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
    credentials: await command('seal-secret.ts', [], secret, dataDir),
  }
}

/** Runs one of the operator's commands as an operator would: the secret goes to its standard input. */
function command(name, parameters, secret, dataDir) {
  return new Promise((done, failed) => {
    const child = spawn(NODE_26, [join(ROOT, 'infra', name), ...parameters], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...withoutSettings(), PRESS_GALLERY_DATA_DIR: dataDir },
    })
    let out = ''
    let said = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (said += data))
    child.on('error', failed)
    child.on('close', (code) =>
      code === 0 ? done(out.trim()) : failed(new Expected(`${name} failed: ${said.trim()}`)),
    )
    child.stdin.end(`${secret}\n`)
  })
}

/** The demo is the same wherever it runs: settings of a production installation are not for it. */
export function withoutSettings() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('PRESS_GALLERY_')))
}
