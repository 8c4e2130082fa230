import { useCallback, useEffect, useState, type RefObject } from 'react'
import type { HearingPlayer } from '../player/hearing-player.ts'
import { playVideo } from '../player/play-video.ts'

export interface ScreenModes {
  fullScreen: boolean
  /** Full screen within the page, where the browser has no other for more than a bare picture. */
  filled: boolean
  pictureInPicture: boolean
  canPictureInPicture: boolean
  toggleFullScreen: () => void
  togglePictureInPicture: () => void
}

/**
 * Full screen for the whole stage, with its controls, and the small window for the picture alone: not where the picture is `marked`, since
 * a browser shows nothing over it there.
 */
export function useScreenModes(
  player: HearingPlayer,
  stage: RefObject<HTMLElement | null>,
  marked: boolean,
): ScreenModes {
  const [fullScreen, setFullScreen] = useState(false)
  const [filled, setFilled] = useState(false)
  const [pictureInPicture, setPictureInPicture] = useState(false)

  useEffect(() => {
    const changed = (): void => {
      setFullScreen(document.fullscreenElement !== null)
      setPictureInPicture((document.pictureInPictureElement ?? null) !== null)
    }
    const videos = Object.values(player.elements)
    document.addEventListener('fullscreenchange', changed)
    for (const video of videos) {
      // iPhones pause what leaves their own full screen.
      video.addEventListener('webkitendfullscreen', goOn)
      video.addEventListener('enterpictureinpicture', changed)
      video.addEventListener('leavepictureinpicture', changed)
    }
    return () => {
      document.removeEventListener('fullscreenchange', changed)
      for (const video of videos) {
        video.removeEventListener('webkitendfullscreen', goOn)
        video.removeEventListener('enterpictureinpicture', changed)
        video.removeEventListener('leavepictureinpicture', changed)
      }
    }
  }, [player])

  useEffect(() => {
    for (const video of Object.values(player.elements)) video.disablePictureInPicture = marked
    if (marked && document.pictureInPictureElement) document.exitPictureInPicture().catch(() => undefined)
  }, [player, marked])

  const toggleFullScreen = useCallback(() => {
    if (document.fullscreenElement !== null) {
      document.exitFullscreen().catch(() => undefined)
      return
    }
    const element = stage.current
    if (element === null) return
    if (typeof element.requestFullscreen === 'function') {
      element.requestFullscreen().catch(() => undefined)
      return
    }
    if (marked) {
      setFilled((last) => !last)
      return
    }
    // iPhone knows full screen for videos only.
    const video = player.elements[player.snapshot().shown]
    const enter: unknown = Reflect.get(video, 'webkitEnterFullscreen')
    // It throws while there is no picture yet.
    if (typeof enter === 'function' && video.readyState >= HTMLMediaElement.HAVE_METADATA)
      Reflect.apply(enter, video, [])
  }, [player, stage, marked])

  const togglePictureInPicture = useCallback(() => {
    if (marked) return
    if (document.pictureInPictureElement) {
      document.exitPictureInPicture().catch(() => undefined)
      return
    }
    // Refused while there is no picture yet; the button then simply does nothing.
    player.elements[player.snapshot().shown].requestPictureInPicture().catch(() => undefined)
  }, [player, marked])

  return {
    fullScreen: fullScreen || filled,
    filled,
    pictureInPicture,
    canPictureInPicture: !marked && 'pictureInPictureEnabled' in document && document.pictureInPictureEnabled,
    toggleFullScreen,
    togglePictureInPicture,
  }
}

function goOn(this: HTMLVideoElement): void {
  void playVideo(this)
}
