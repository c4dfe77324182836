import type { ReactNode } from 'react'
import css from './page-header.module.css'

interface Props {
  title: ReactNode
  /** Links to what lies above this page. */
  crumbs?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, crumbs, actions }: Props) {
  return (
    <header className={css.header}>
      <div className={css.titles}>
        {crumbs && <div className={css.crumbs}>{crumbs}</div>}
        <h1 className={css.title}>{title}</h1>
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </header>
  )
}
