import { Link, type LinkProps } from '@tanstack/react-router'
import css from './page-tabs.module.css'

interface Tab {
  id: string
  label: string
  /** Where it is. */
  link: Pick<LinkProps, 'to' | 'params'>
}

interface Props {
  label: string
  tabs: readonly Tab[]
  /** The id of the one that is shown. */
  shown: string
}

/** Parts of a page that have addresses of their own. */
export function PageTabs({ label, tabs, shown }: Props) {
  return (
    <nav className={css.tabs} aria-label={label}>
      {tabs.map(({ id, label, link }) => (
        <Link
          key={id}
          {...link}
          aria-current={id === shown ? 'page' : undefined}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
