import { existsSync, readdirSync } from 'node:fs'
import { runToEnd } from './child.ts'

const prefix = 'pg-bench-'

/**
 * A network of its own, tied to the host by one virtual cable: Janus offers no loopback candidates and listens on all
 * addresses. The addresses are of the block kept for benchmarks (RFC 2544), which no route leads out with.
 */
export interface NetworkNamespace {
  name: string
  /** Of the far end, where Janus and the camera listen. */
  address: string
  /** Takes it away with all in it. Idempotent. */
  remove(): Promise<void>
}

const hostAddress = '198.18.27.1'
const insideAddress = '198.18.27.2'

export async function createNetworkNamespace(): Promise<NetworkNamespace> {
  if (process.getuid?.() !== 0)
    throw new Error(
      'Measuring against Janus needs a network namespace, which only root may make: run it as root.',
    )
  await removeLeftovers()
  const name = `${prefix}${process.pid}`
  const cable = `pgb${process.pid}`
  let removed = false
  const remove = async (): Promise<void> => {
    if (removed) return
    removed = true
    await runToEnd('ip', ['netns', 'delete', name])
  }
  await runToEnd('ip', ['netns', 'add', name])
  try {
    await runToEnd('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'courtroom', 'netns', name])
    await runToEnd('ip', ['address', 'add', `${hostAddress}/30`, 'dev', cable])
    await runToEnd('ip', ['link', 'set', cable, 'up'])
    await runToEnd('ip', ['-n', name, 'link', 'set', 'lo', 'up'])
    await runToEnd('ip', ['-n', name, 'address', 'add', `${insideAddress}/30`, 'dev', 'courtroom'])
    await runToEnd('ip', ['-n', name, 'link', 'set', 'courtroom', 'up'])
  } catch (error) {
    await remove()
    throw error
  }
  return { name, address: insideAddress, remove }
}

/** A bench that was killed outright could not take its namespace away. */
async function removeLeftovers(): Promise<void> {
  if (!existsSync('/run/netns')) return
  for (const name of readdirSync('/run/netns')) {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : ''
    if (pid !== '' && !existsSync(`/proc/${pid}`)) await runToEnd('ip', ['netns', 'delete', name])
  }
}
