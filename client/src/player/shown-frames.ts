/**
 * Calls back with how many frames have come on the screen since the last call, for as long as `goesOn`. Never in browsers that don't
 * tell of frames, and not in a page that is not seen.
 */
export function onFramesShown(
  video: HTMLVideoElement,
  goesOn: () => boolean,
  shown: (frames: number) => void,
): void {
  if (!('requestVideoFrameCallback' in video)) return
  let presented: number | undefined
  const count = (_: DOMHighResTimeStamp, frame: VideoFrameCallbackMetadata): void => {
    if (!goesOn()) return
    // The element begins to count anew with each track.
    const more = presented === undefined ? 1 : frame.presentedFrames - presented
    presented = frame.presentedFrames
    shown(more > 0 ? more : 1)
    video.requestVideoFrameCallback(count)
  }
  video.requestVideoFrameCallback(count)
}
