import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { useCopy } from './use-copy.ts'

export interface CopyLineProps {
  label: string
  value: string
  /** As it is typed by hand, all of it in sight; otherwise one line, of which the beginning shows. */
  typed?: string
}

/** A text to be taken elsewhere: selectable, and copied by one button. */
export function CopyLine({ label, value, typed }: CopyLineProps) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const { copy, outcome } = useCopy()
  return (
    <div className="field">
      {typed === undefined ? (
        <label className="field__label" htmlFor={id}>
          {label}
        </label>
      ) : (
        <p className="field__label">{label}</p>
      )}
      <div className="copy-line">
        {typed === undefined ? (
          <input
            ref={field}
            id={id}
            className="field__input copy-line__text"
            readOnly
            value={value}
            onFocus={(event) => event.target.select()}
          />
        ) : (
          <code className="copy-line__code">{typed}</code>
        )}
        <Button
          onClick={() => {
            // Where the clipboard is closed to pages, what is selected can be copied by hand.
            field.current?.select()
            void copy(value)
          }}
        >
          {t('app.copy')}
        </Button>
      </div>
      <output className="field__hint copy-line__outcome">
        {outcome === 'none'
          ? ''
          : t(outcome === 'copied' ? 'app.copied' : typed === undefined ? 'app.selected' : 'app.byHand')}
      </output>
    </div>
  )
}
