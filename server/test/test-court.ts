import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCourtFile, type CourtFile } from '../src/court-file.ts'

const same = (words: string) => ({ kk: words, ru: words, en: words })

/** Two courtrooms, a hearing in each and a second one in the first, a ground, and one account of each kind. */
export function courtFileContent(passwordHash = '$argon2id$v=19$none'): object {
  return {
    id: 'court-1',
    court: 'A court',
    contact: 'press@court.example',
    grounds: [{ id: 'private-life', words: same('Private life') }],
    courtrooms: ['1', '2'].map((n) => ({
      id: `room-${n}`,
      name: `Courtroom ${n}`,
      // Nothing listens there.
      source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:9/off' },
    })),
    hearings: ['1', '2', '1b'].map((n) => ({
      id: `hearing-${n}`,
      title: `Hearing ${n}`,
      caseNumber: n,
      courtroomId: `room-${n.slice(0, 1)}`,
    })),
    accounts: [
      { login: 'journalist', roles: ['journalist'], accreditations: ['hearing-1', 'hearing-2'] },
      { login: 'stranger', roles: ['journalist'] },
      { login: 'technician', roles: ['technician'] },
      { login: 'clerk', roles: ['clerk'] },
      { login: 'press', roles: ['press_officer'] },
      { login: 'admin', roles: ['administrator'] },
      { login: 'auditor', roles: ['auditor'] },
      { login: 'judge', roles: ['judge_coordinator'] },
    ].map((account) => ({ ...account, passwordHash })),
  }
}

/** As the server reads it. */
export function testCourt(passwordHash?: string): CourtFile {
  const folder = mkdtempSync(join(tmpdir(), 'press-gallery-court-'))
  try {
    const file = join(folder, 'court.json')
    writeFileSync(file, JSON.stringify(courtFileContent(passwordHash)))
    return readCourtFile(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
