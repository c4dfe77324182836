import { lazy, Suspense } from 'react'
import { IconButton } from '../../components/button.tsx'
import { Popover } from '../../components/popover.tsx'
import { useText } from '../../i18n/index.ts'
import type { RunsSearch } from './runs-search.ts'

const ViewList = lazy(async () => ({ default: (await import('./view-list.tsx')).ViewList }))

interface Props {
  experimentId: string
  search: RunsSearch
  /** Takes a view's search in place of this one. */
  onView: (search: string) => void
}

export function ViewsMenu(props: Props) {
  const { t } = useText()
  return (
    <Popover
      label={t('views.title')}
      trigger={(trigger) => (
        <IconButton icon="bookmark" label={t('views.title')} aria-haspopup="dialog" {...trigger} />
      )}
    >
      {(close) => (
        <Suspense>
          <ViewList {...props} onClose={close} />
        </Suspense>
      )}
    </Popover>
  )
}
