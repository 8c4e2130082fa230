import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'aria-disabled' | 'disabled'> {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'normal' | 'large' | 'icon'
  icon?: IconName
  /** Working on it: says so, takes no second click, and keeps the keyboard's focus (a disabled button would lose it). */
  busy?: boolean
}

export function Button({
  look = 'secondary',
  size = 'normal',
  icon,
  busy = false,
  onClick,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const names = ['button', `button--${look}`, size === 'normal' ? '' : `button--${size}`]
  return (
    <button
      {...rest}
      type={type === 'submit' ? 'submit' : 'button'}
      className={names.filter(Boolean).join(' ')}
      aria-disabled={busy}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  )
}
