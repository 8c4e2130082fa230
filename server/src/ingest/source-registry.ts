import type { Source, SourceContext, SourceFactories, SourceSettings } from './source.ts'

/** Makes the source that the settings ask for. */
export function createSource(
  settings: SourceSettings,
  factories: SourceFactories,
  context: SourceContext,
): Source {
  if (settings.kind === 'rtsp') return factories.rtsp(settings, context)
  if (settings.kind === 'file') return factories.file(settings, context)
  return factories.test(settings, context)
}
