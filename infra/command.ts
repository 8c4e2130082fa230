// What commands on the store have in common: files that are nobody else's to read, and sentences instead of stack traces.
import { SettingsError } from '@press-gallery/server/config'

/** Ends the process with the work's code; 2 where it could not be done. */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  process.umask(0o077)
  try {
    process.exitCode = await work()
  } catch (error) {
    const isUsage =
      error instanceof Error && (error.message.startsWith('usage:') || error instanceof TypeError)
    const known = error instanceof SettingsError || isUsage
    console.error(known ? error.message : error)
    process.exitCode = 2
  }
}
