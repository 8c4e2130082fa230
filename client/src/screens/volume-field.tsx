import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { numberFormat } from '../i18n/number-format.ts'
import { FieldFrame, useControl } from '../ui/field-frame.tsx'

export interface VolumeFieldProps {
  /** 0 to 1. */
  volume: number
  onChange: (volume: number) => void
}

const settleMs = 250

/** A slider; while it is being moved nothing is told yet. */
export function VolumeField({ volume, onChange }: VolumeFieldProps) {
  const { t, i18n } = useTranslation()
  const { id, 'aria-describedby': describedBy } = useControl({})
  const [moving, setMoving] = useState<number | null>(null)
  const shown = moving ?? volume
  const percent = numberFormat(i18n.resolvedLanguage, { style: 'percent' }).format(shown)
  useEffect(() => {
    if (moving === null) return undefined
    const timer = window.setTimeout(() => {
      setMoving(null)
      if (moving !== volume) onChange(moving)
    }, settleMs)
    return () => window.clearTimeout(timer)
  }, [moving, volume, onChange])
  return (
    <FieldFrame id={id} label={t('screens.volume', { percent })}>
      <input
        id={id}
        className="screens__volume"
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={shown}
        aria-valuetext={percent}
        aria-describedby={describedBy}
        onChange={(event) => setMoving(event.target.valueAsNumber)}
      />
    </FieldFrame>
  )
}
