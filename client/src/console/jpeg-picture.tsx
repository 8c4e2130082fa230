import './preview.css'
import { useEffect, useRef } from 'react'

export interface JpegPictureProps {
  /** Base64; null: the one before stays. */
  jpeg: string | null
  /** What it shows, for those who do not see it. */
  label: string
}

/** A picture that came as data; the content security policy allows no `data:` or `blob:` address of an image. */
export function JpegPicture({ jpeg, label }: JpegPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (jpeg === null) return undefined
    let wanted = true
    const paint = async (): Promise<void> => {
      const bytes = Uint8Array.from(atob(jpeg), (character) => character.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
      const element = canvas.current
      if (wanted && element !== null) {
        element.width = bitmap.width
        element.height = bitmap.height
        element.getContext('2d')?.drawImage(bitmap, 0, 0)
      }
      bitmap.close()
    }
    paint().catch(() => {
      // Half a picture is none: the next one comes in a moment.
    })
    return () => {
      wanted = false
    }
  }, [jpeg])
  return (
    <canvas ref={canvas} className="jpeg-picture" width={16} height={9}>
      {label}
    </canvas>
  )
}
