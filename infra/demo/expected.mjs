/** A failure that is a person's to mend: its message says how, and a stack trace would only hide it. */
export class Expected extends Error {
  expected = true
}
