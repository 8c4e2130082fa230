import { readFileSync } from 'node:fs'

/** The processes that started this one: its parent, and behind npm's shell npm itself. Differs once one of them is gone. */
export function startedBy() {
  const parent = process.ppid
  if (process.env.npm_lifecycle_event === undefined) return `${parent}`
  try {
    // The shell's own name stands in brackets and may hold spaces.
    const [, grandparent] = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return `${parent} ${grandparent}`
  } catch {
    return `${parent}`
  }
}
