import { type ButtonHTMLAttributes, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import css from './popover.module.css'

type TriggerProps = Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'onClick' | 'onPointerDown' | 'aria-expanded' | 'aria-controls'
>

interface Props {
  label: string
  role?: 'dialog' | 'menu'
  trigger: (props: TriggerProps) => ReactNode
  children: (close: () => void) => ReactNode
}

const GAP = 4

function placeBelow(panel: HTMLElement, button: Element): void {
  const at = button.getBoundingClientRect()
  const { width, height } = panel.getBoundingClientRect()
  const below = at.bottom + GAP + height <= window.innerHeight
  panel.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`
  panel.style.top = `${below ? at.bottom + GAP : Math.max(8, at.top - GAP - height)}px`
}

const focusFirst = (panel: HTMLElement) =>
  panel.querySelector<HTMLElement>('input, [role^=menuitem], button')?.focus()

/** Below its trigger, in the top layer; a click elsewhere or Esc closes it (the browser's own popover). */
export function Popover({ label, role = 'dialog', trigger, children }: Props) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  // The press itself already closes an open panel; the click that follows must not open it again.
  const wasOpen = useRef(false)

  useLayoutEffect(() => {
    const button = anchor.current?.firstElementChild
    const element = panel.current
    if (!open || !button || !element) return
    element.showPopover()
    const settle = () => {
      placeBelow(element, button)
      if (!element.contains(document.activeElement)) focusFirst(element)
    }
    settle()
    // What is shown may come later, or change its size.
    const observer = new ResizeObserver(settle)
    observer.observe(element)
    return () => observer.disconnect()
  }, [open])

  const close = () => {
    panel.current?.hidePopover()
    anchor.current?.querySelector('button')?.focus()
  }

  return (
    <>
      <span ref={anchor} className={css.anchor}>
        {trigger({
          onPointerDown: () => {
            wasOpen.current = open
          },
          onClick: () => {
            setOpen(!wasOpen.current)
            wasOpen.current = false
          },
          'aria-expanded': open,
          'aria-controls': open ? id : undefined,
        })}
      </span>
      {open && (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles it may have are named by a label
        <div
          ref={panel}
          id={id}
          popover="auto"
          role={role}
          aria-label={label}
          className={css.panel}
          onToggle={(event) => event.newState === 'closed' && setOpen(false)}
        >
          {children(close)}
        </div>
      )}
    </>
  )
}
