import type { ReactNode } from 'react'
import css from './state.module.css'

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={css.state}>
      <h2 className={css.title}>{title}</h2>
      {children}
    </div>
  )
}
