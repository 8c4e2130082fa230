import { useId, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface CheckGroupProps<T extends string> {
  legend: string
  options: readonly { value: T; label: string }[]
  values: readonly T[]
  error?: ReactNode
  onChange: (values: T[]) => void
}

/** Any number of several. */
export function CheckGroup<T extends string>({
  legend,
  options,
  values,
  error = null,
  onChange,
}: CheckGroupProps<T>) {
  const id = useId()
  return (
    <fieldset className="check-group" aria-describedby={error === null ? undefined : id}>
      <legend className="choice__legend">{legend}</legend>
      <div className="check-group__options">
        {options.map(({ value, label }) => (
          <label className="check" key={value}>
            <input
              type="checkbox"
              checked={values.includes(value)}
              aria-invalid={error !== null}
              onChange={(event) =>
                onChange(event.target.checked ? [...values, value] : values.filter((one) => one !== value))
              }
            />
            {label}
          </label>
        ))}
      </div>
      {error === null ? null : (
        <p className="field__error" id={id}>
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  )
}
