import { useId } from 'react'

export interface ChoiceProps<T extends string> {
  legend: string
  /** `disabled`: it is shown, and the hint says why it can't be chosen. */
  options: readonly { value: T; label: string; disabled?: boolean }[]
  value: T
  hint: string
  onChange: (value: T) => void
}

/** One of a few, all in sight: native radio buttons, so arrow keys work as everywhere. */
export function Choice<T extends string>({ legend, options, value, hint, onChange }: ChoiceProps<T>) {
  const name = useId()
  const hintId = `${name}-hint`
  return (
    <fieldset className="choice" aria-describedby={hintId}>
      <legend className="choice__legend">{legend}</legend>
      <div className="choice__options">
        {options.map((option) => (
          <label className="choice__option" key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <p className="choice__hint" id={hintId}>
        {hint}
      </p>
    </fieldset>
  )
}
