import type { ButtonHTMLAttributes } from 'react'
import css from './button.module.css'
import { Icon, type IconName } from './icon.tsx'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'plain' | 'primary' | 'danger' | 'quiet'
  icon?: IconName
}

export function Button({ tone = 'plain', icon, children, className = '', ...rest }: Props) {
  return (
    <button type="button" className={`${css.button} ${css[tone]} ${className}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<Props, 'icon' | 'children'> {
  icon: IconName
  label: string
}

/** The label is spoken and shown as a tip, for there is no text to read. */
export function IconButton({ icon, label, className = '', tone = 'quiet', ...rest }: IconButtonProps) {
  return (
    <Button
      tone={tone}
      icon={icon}
      aria-label={label}
      title={label}
      className={`${css.square} ${className}`}
      {...rest}
    />
  )
}
