import type { ReactNode } from 'react'
import css from './page-body.module.css'

/** What scrolls below the header of a page. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className={css.body}>{children}</div>
}
