/**
 * Starts an element, without its sound where the browser's autoplay rules want a click first. The element is then
 * `muted`, which the page notices by `volumechange`, and offers its sound button.
 */
export async function playVideo(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play()
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotAllowedError') || video.muted) return
    video.muted = true
    // A browser that refuses this too leaves a still picture; the sound button plays it.
    await video.play().catch(() => undefined)
  }
}
