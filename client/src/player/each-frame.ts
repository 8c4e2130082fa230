/**
 * Calls back for each frame that `video` shows, until what is returned is called (idempotent). Never in browsers that don't tell of frames,
 * and not in a page that is not seen. An element that shows nothing more would otherwise keep its last callback, and all that hangs on it, in memory.
 */
export function eachFrame(video: HTMLVideoElement, shown: VideoFrameRequestCallback): () => void {
  if (!('requestVideoFrameCallback' in video)) return () => undefined
  const onFrame: VideoFrameRequestCallback = (now, frame) => {
    // First, so that `shown` may end it.
    handle = video.requestVideoFrameCallback(onFrame)
    shown(now, frame)
  }
  let handle = video.requestVideoFrameCallback(onFrame)
  return () => video.cancelVideoFrameCallback(handle)
}
