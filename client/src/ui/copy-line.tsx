import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { useCopy } from './use-copy.ts'

/** A text to be taken elsewhere: selectable, and copied by one button. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const { copy, outcome } = useCopy()
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="copy-line">
        <input
          ref={field}
          id={id}
          className="field__input copy-line__text"
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
        />
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
        {outcome === 'none' ? '' : t(outcome === 'copied' ? 'app.copied' : 'app.selected')}
      </output>
    </div>
  )
}
