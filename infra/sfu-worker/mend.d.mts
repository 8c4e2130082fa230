export function mendSources(workerDir: string, mendedDir: string): void
