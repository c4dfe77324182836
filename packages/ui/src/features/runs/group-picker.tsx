import { lazy, Suspense } from 'react'
import { Button } from '../../components/button.tsx'
import { Popover } from '../../components/popover.tsx'
import { useText } from '../../i18n/index.ts'
import type { RunsSearch } from './runs-search.ts'

const GroupList = lazy(async () => ({ default: (await import('./group-list.tsx')).GroupList }))

export interface GroupPickerProps {
  experimentId: string
  search: RunsSearch
  onGroup: (fields: string[] | undefined) => void
}

export function GroupPicker(props: GroupPickerProps) {
  const { t } = useText()
  const count = props.search.group?.length ?? 0
  return (
    <Popover
      label={t('group.title')}
      trigger={(trigger) => (
        <Button icon="group" aria-haspopup="dialog" {...trigger}>
          {count > 0 ? `${t('group.title')} · ${count}` : t('group.title')}
        </Button>
      )}
    >
      {() => (
        <Suspense>
          <GroupList {...props} />
        </Suspense>
      )}
    </Popover>
  )
}
