// Keeps two set-ups from working on the same thing at once (two terminals; a test run beside a demo).
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Runs `work` while holding the kernel's lock on `file`. The lock is held by util-linux's flock around a `cat` that
 * lives exactly as long as our end of its pipe is open: however this process ends, the lock goes with it, and there is
 * no stale lock file to judge by age or process number.
 * @template T
 * @param {string} file @param {{ onWait: () => void }} options @param {() => Promise<T>} work
 */
export async function withLock(file, { onWait }, work) {
  mkdirSync(dirname(file), { recursive: true })
  const holder = spawn('flock', ['--exclusive', file, 'cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C at the terminal reaches the whole process group; the lock must outlive our own cleaning up.
    detached: true,
  })
  const waiting = setTimeout(onWait, 1000)
  try {
    await new Promise((resolve, reject) => {
      holder.once('error', (error) => reject(new Error(`flock (util-linux) is needed: ${error.message}`)))
      holder.once('close', (code) => reject(new Error(`flock on ${file} ended with code ${code}`)))
      // cat answers only once flock has the lock and has started it.
      holder.stdout.once('data', resolve)
      holder.stdin.on('error', () => {}) // its closing is reported by 'close'
      holder.stdin.write('.')
    })
    clearTimeout(waiting)
    return await work()
  } finally {
    clearTimeout(waiting)
    holder.stdin.end()
  }
}
