export function fetchPrebuilt(options: {
  packageDir: string
  version: string
  output: string
  logFile: string
  check: (binary: string) => Promise<void>
}): Promise<string | undefined>
