// What the demo says once its hearing is live.
import { networkInterfaces } from 'node:os'

const watchOf = (hearing) => `/watch/${hearing.id}`

/** One line for scripts. */
export function forScripts(url, { hearing, accounts }) {
  return JSON.stringify({
    url,
    hearings: [{ id: hearing.id, title: hearing.title, watch: watchOf(hearing) }],
    accounts: accounts.map(({ role, login, password }) => ({ role, login, password })),
  })
}

/** Where other machines reach a server that listens on every address. */
function elsewhere(url, host) {
  if (host !== '0.0.0.0' && host !== '::') return []
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .filter(({ family }) => family === 'IPv4' || host === '::')
    .map(({ family, address }) => (family === 'IPv4' ? address : `[${address}]`))
    .map((name) => `  From elsewhere ${url.replace(/\/\/(127\.0\.0\.1|\[::1\]):/, `//${name}:`)}\n`)
}

export function forPeople(url, { hearing, accounts }, { dataDir, host }) {
  const rows = accounts.map(
    ({ role, login, password, note }) => `  ${login.padEnd(12)} ${password}   ${role}, ${note}`,
  )
  return `
The hearing is live.

  Open           ${url}
  The hearing    ${url}${watchOf(hearing)}
${elsewhere(url, host).join('')}
Accounts (login, password; new at each start):
${rows.join('\n')}

Data is in ${dataDir}. Ctrl-C ends it all.
`
}
