import type { KeyboardEvent } from 'react'
import { IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import css from './menu.module.css'
import { Popover } from './popover.tsx'

export interface MenuItem {
  label: string
  onSelect: () => void
  tone?: 'danger'
  /** Set on items of which one is chosen. */
  checked?: boolean
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  items.at((at + step) % items.length)?.focus()
}

export function Menu({ label, icon = 'more', items }: { label: string; icon?: IconName; items: MenuItem[] }) {
  return (
    <Popover
      label={label}
      role="menu"
      trigger={(props) => <IconButton icon={icon} label={label} aria-haspopup="menu" {...props} />}
    >
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the menu is the popover around it
        <div className={css.items} onKeyDown={moveFocus}>
          {items.map((item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: items that have it are radio items
            <button
              key={item.label}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.checked}
              className={item.tone === 'danger' ? css.danger : undefined}
              onClick={() => {
                close()
                item.onSelect()
              }}
            >
              {item.checked !== undefined && (
                <span className={css.check}>{item.checked && <Icon name="check" />}</span>
              )}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </Popover>
  )
}
