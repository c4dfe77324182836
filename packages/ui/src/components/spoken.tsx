import type { ReactNode } from 'react'
import css from './spoken.module.css'

/** Words for those who do not see what stands there. */
export function Spoken({ children }: { children: ReactNode }) {
  return <span className={css.spoken}>{children}</span>
}
