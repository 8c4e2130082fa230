import { useCallback, useState } from 'react'
import { remembered } from '../browser/remembered.ts'

const rememberedCourt = remembered('press-gallery.court')

/** The court that staff of several have chosen last, on whichever page. */
export function useCourtId(): [courtId: string | null, choose: (courtId: string) => void] {
  const [courtId, setCourtId] = useState(() => rememberedCourt.read())
  const choose = useCallback((id: string) => {
    rememberedCourt.write(id)
    setCourtId(id)
  }, [])
  return [courtId, choose]
}
