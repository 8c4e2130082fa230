// What Debian has installed, read from dpkg's own database: a few milliseconds, where asking dpkg-query takes longer.
import { textOf } from './run.mjs'

const STATUS = '/var/lib/dpkg/status'

let cached

/** Versions of all installed packages by name; undefined on a host without dpkg. */
export function installedPackages() {
  cached ??= parse(textOf(STATUS))
  return cached
}

/** After apt has run, what was read before no longer holds. */
export function forgetInstalledPackages() {
  cached = undefined
}

function parse(status) {
  if (status === undefined) return undefined
  const versions = new Map()
  for (const stanza of status.split('\n\n')) {
    // The second word is dpkg's own error flag, the third the state: "unpacked" or "config-files" is not installed.
    if (!/^Status: \w+ ok installed$/m.test(stanza)) continue
    const name = /^Package: (.+)$/m.exec(stanza)?.[1]
    const version = /^Version: (.+)$/m.exec(stanza)?.[1]
    if (name && version) versions.set(name, version)
  }
  return versions
}
