import type { ReactNode } from 'react'
import css from './toolbar.module.css'

/** The first child takes the room that is left. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={css.toolbar}>{children}</div>
}
