import type { AuditVerifyAnswer } from '@press-gallery/server/protocol/audit'

type Problem = AuditVerifyAnswer['problems'][number]

const words: Record<Problem['kind'], (seq: number | null) => string> = {
  altered: (seq) => `Entry ${seq ?? '?'} is not what was written.`,
  missing: (seq) => `Entries before ${seq} are gone.`,
  unlinked: (seq) => `Entry ${seq} does not follow from the one before it: it was put in, or moved.`,
  cut_off: () =>
    'The log does not end where it says that it ends: it was cut off, or something was put behind it.',
  head_not_in_log: (seq) =>
    `The head ${seq} that was printed earlier is not in the log: it was cut off or written anew.`,
  name_altered: (seq) => `A name was changed that entry ${seq ?? '?'} is the first to mention.`,
  name_missing: (seq) => `A name is gone before its time that entry ${seq} is the first to mention.`,
  search_altered: (seq) => `What a search by person looks in does not fit entry ${seq}.`,
}

/** What a check of the audit log has found, for a person. */
export function verdictOf({ entries, head, problems }: AuditVerifyAnswer): string {
  const end = `${entries} entries, head ${head.seq}:${head.hash}`
  if (problems.length === 0) return `The audit log is whole: ${end}`
  const told = problems.map(({ kind, seq }) => `  ${words[kind](seq)}`)
  return [`The audit log was CHANGED (${end}):`, ...told].join('\n')
}
