export interface TestPostgres {
  /** Of a login that may make databases; the same after `resume`. */
  url: string
  /** Ends it and keeps its data. */
  halt: () => Promise<void>
  /** Starts it again where it was. */
  resume: () => Promise<void>
  /** It is there and answers nobody, until `thaw`. */
  freeze: () => void
  thaw: () => void
  /** Ends it for good. */
  stop: () => Promise<void>
}
/** Where Debian puts the newest of the PostgreSQLs that are installed; undefined where there is none. */
export function postgresPrograms(): string | undefined
export function startTestPostgres(): Promise<TestPostgres>
