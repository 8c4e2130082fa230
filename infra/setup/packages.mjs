// The Debian packages that Press Gallery needs, by purpose, and how they are installed.
import { existsSync } from 'node:fs'
import { forgetInstalledPackages, installedPackages } from './dpkg.mjs'
import { CommandFailed, run } from './run.mjs'

/** The libraries that the SFU worker is compiled against. Their versions are part of its cache key. */
export const WORKER_LIBRARIES = [
  'libssl-dev',
  'libuv1-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
]

const PURPOSES = {
  runtime: [
    'ffmpeg',
    'espeak-ng', // the demo's speech: Kazakh and Russian
    'fonts-dejavu-core', // drawtext in the demo's picture; has the Kazakh letters
  ],
  worker: [...WORKER_LIBRARIES, 'cmake', 'ninja-build', 'g++'],
  tests: [
    'chromium',
    // An RTSP camera that is not ffmpeg: GStreamer's server, driven from Python.
    'python3',
    'python3-gi',
    'gir1.2-gst-rtsp-server-1.0',
    'gstreamer1.0-tools',
    'gstreamer1.0-plugins-base',
    'gstreamer1.0-plugins-good',
    'gstreamer1.0-plugins-bad',
    'gstreamer1.0-plugins-ugly',
    'gstreamer1.0-libav',
    // An HLS player that is not a browser.
    'vlc-bin',
    'vlc-plugin-base',
    'iproute2',
    // Its programs only: the suite makes a database server of its own and leaves Debian's alone.
    'postgresql',
  ],
  bench: ['janus'],
}

/** Packages are missing and this process may not, or cannot, install them. */
export class PackagesMissing extends Error {
  name = 'PackagesMissing'
}

/** @param {('runtime' | 'worker' | 'tests' | 'bench')[]} purposes */
export function missingPackages(purposes) {
  const installed = installedPackages()
  const wanted = new Set(purposes.flatMap((purpose) => PURPOSES[purpose]))
  return [...wanted].filter((name) => !installed?.has(name))
}

/** Throws with the very command to run when `missing` could not be installed from here. */
export function demandInstallable(missing) {
  if (missing.length === 0) return
  if (installedPackages() === undefined || !existsSync('/usr/bin/apt-get')) {
    throw new PackagesMissing(
      'This host has no apt. Install by its own means what these Debian packages contain, then run set-up again ' +
        `with --no-packages:\n\n  ${missing.join(' ')}\n`,
    )
  }
  if (process.getuid?.() !== 0) {
    throw new PackagesMissing(
      `Debian packages are missing and only root may install them. Run this, then set-up again:\n\n` +
        `  sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.join(' ')}\n`,
    )
  }
}

/** @param {{ logFile: string, update: (text: string) => void }} options */
export async function installPackages(missing, { logFile, update }) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l' }
  // Another apt (the nightly upgrade, a second set-up) is waited for instead of failing on its lock.
  const apt = (args, onLine) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', ...args], {
      logFile,
      env,
      onLine,
    })
  update('reading the package lists')
  try {
    await apt(['update'])
  } catch (error) {
    // One unreachable source of several is no reason to stop: what we need may be in the others, or known already.
    if (!(error instanceof CommandFailed)) throw error
    update('some package lists could not be read (see the log); trying with what is known')
  }
  let total = 0
  let unpacked = 0
  let ready = 0
  await apt(
    ['install', '--yes', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', ...missing],
    (line) => {
      total = Number(/(\d+) newly installed/.exec(line)?.[1] ?? total)
      if (line.startsWith('Unpacking ')) unpacked += 1
      if (line.startsWith('Setting up ')) ready += 1
      if (total > 0) {
        update(
          unpacked ? `${unpacked} of ${total} unpacked, ${ready} ready` : `downloading ${total} packages`,
        )
      }
    },
  )
  forgetInstalledPackages()
}
