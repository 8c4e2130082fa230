import type { AriaAttributes, MouseEvent, ReactNode, Ref } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps extends Omit<AriaAttributes, 'aria-disabled'> {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'normal' | 'large' | 'icon'
  icon?: IconName
  /** Working on it: says so, takes no second click, and keeps the keyboard's focus (a disabled button would lose it). */
  busy?: boolean
  /** There is nothing to do with it now; not for what comes back while somebody waits with the focus on it (`busy`). */
  disabled?: boolean
  type?: 'button' | 'submit' | 'reset'
  onClick?: (event: MouseEvent) => void
  autoFocus?: boolean
  /** Of the form that it sends, and what it adds to that. */
  name?: string
  value?: string
  form?: string
  id?: string
  title?: string
  lang?: string
  tabIndex?: number
  ref?: Ref<HTMLButtonElement>
  children?: ReactNode
}

export function Button({
  look = 'secondary',
  size = 'normal',
  icon,
  busy = false,
  disabled = false,
  onClick,
  type = 'button',
  autoFocus = false,
  ref,
  children,
  ...attributes
}: ButtonProps) {
  const names = ['button', `button--${look}`, size === 'normal' ? '' : `button--${size}`]
  return (
    <AriaButton
      {...(ref === undefined ? {} : { ref })}
      {...(onClick === undefined ? {} : { onClick })}
      type={type}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- in a dialog that has just been asked for
      autoFocus={autoFocus}
      isPending={busy}
      isDisabled={disabled}
      className={names.filter(Boolean).join(' ')}
      // The library passes on some attributes only.
      render={(own) => <button {...own} {...attributes} />}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </AriaButton>
  )
}
