import type { ReactNode } from 'react'
import css from './overview.module.css'

/** Panels in two columns, the second a narrow one; one below the other where there is no room. */
export function Overview({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={css.overview}>
      <div className={css.main}>{main}</div>
      <div className={css.side}>{side}</div>
    </div>
  )
}
