/** An id that addresses and file names are made of, for a thing of the court's own: from its name where that has Latin in it. */
export function idFrom(name: string, kind: string, taken: readonly string[]): string {
  const words = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const root = /[a-z]/.test(words) ? words : [kind, words].filter(Boolean).join('-')
  const short = root.slice(0, 48).replace(/-+$/, '')
  const tries = [short, ...Array.from({ length: taken.length + 1 }, (_, index) => `${short}-${index + 2}`)]
  return tries.find((id) => !taken.includes(id)) ?? short
}
