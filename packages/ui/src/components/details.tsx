import type { ReactNode } from 'react'
import css from './details.module.css'

export function Details({ children }: { children: ReactNode }) {
  return <dl className={css.details}>{children}</dl>
}

/** A detail without content is left out. */
export function Detail({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** An id or a place, to be copied with what stands after it. */
export function DetailCode({ children }: { children: string }) {
  return (
    <code className={css.code} title={children}>
      {children}
    </code>
  )
}
