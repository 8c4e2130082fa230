import { eachFrame } from './each-frame.ts'

/** Calls back with how many frames have come on the screen since the last call. Returns the function that ends it; idempotent. */
export function onFramesShown(video: HTMLVideoElement, shown: (frames: number) => void): () => void {
  let presented: number | undefined
  return eachFrame(video, (_, frame) => {
    // The element begins to count anew with each track.
    const more = presented === undefined ? 1 : frame.presentedFrames - presented
    presented = frame.presentedFrames
    shown(more > 0 ? more : 1)
  })
}
