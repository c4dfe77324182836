import { type ReactNode, useId } from 'react'
import { FailsAlone } from './fails-alone.tsx'
import css from './panel.module.css'

interface Props {
  title: string
  count?: string
  actions?: ReactNode
  children: ReactNode
}

export function Panel({ title, count, actions, children }: Props) {
  const id = useId()
  return (
    <section className={css.panel} aria-labelledby={id}>
      <header className={css.head}>
        <h2 id={id}>
          {title} {count && <span className={css.count}>{count}</span>}
        </h2>
        {actions}
      </header>
      <FailsAlone>{children}</FailsAlone>
    </section>
  )
}

/** What stands in a panel that has nothing to show. */
export function PanelText({ children }: { children: ReactNode }) {
  return <p className={css.text}>{children}</p>
}
