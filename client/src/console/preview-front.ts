import type { LivePreview } from './use-live-preview.ts'
import type { StillPreview } from './use-preview.ts'

/**
 * What stands before the live picture: `nothing` while it plays, or has stood for a moment only; else words, or a still picture,
 * so that it is never black without a word.
 */
export type PreviewFront = 'nothing' | 'comes' | 'noPicture' | 'previewLost' | 'still'

export function previewFront(
  { kind, late, soundAlone }: Pick<LivePreview, 'kind' | 'late' | 'soundAlone'>,
  { value, error }: Pick<StillPreview, 'value' | 'error'>,
): PreviewFront {
  if (kind === 'ended' || late) {
    if (error !== null) return 'previewLost'
    return (value?.picture ?? null) === null ? 'noPicture' : 'still'
  }
  if (kind === 'starting' || kind === 'off') return 'comes'
  return kind === 'playing' && soundAlone ? 'noPicture' : 'nothing'
}
