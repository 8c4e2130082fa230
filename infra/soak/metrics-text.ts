export type Labels = Readonly<Record<string, string>>

/** What a Prometheus text (format 0.0.4) has of one name: each value with its labels. */
export function metricValues(text: string, name: string): { labels: Labels; value: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, found, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (found !== name) return []
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', label = '']) => [
      key,
      label,
    ])
    return [{ labels: Object.fromEntries(pairs), value: Number(value) }]
  })
}

/** The sum over all labels, or over those with these; throws where there is none, since nothing is not zero. */
export function metricTotal(text: string, name: string, wanted: Labels = {}): number {
  const found = metricValues(text, name).filter(({ labels }) =>
    Object.entries(wanted).every(([key, value]) => labels[key] === value),
  )
  if (found.length === 0) throw new Error(`/metrics has no ${name} ${JSON.stringify(wanted)}`)
  return found.reduce((sum, { value }) => sum + value, 0)
}
