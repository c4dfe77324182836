import { lazy, Suspense } from 'react'
import { Button } from '../../components/button.tsx'
import { Popover } from '../../components/popover.tsx'
import { useText } from '../../i18n/index.ts'
import type { ColumnChoice } from './arrange-columns.ts'
import type { RunsSearch } from './runs-search.ts'

const ColumnList = lazy(async () => ({ default: (await import('./column-list.tsx')).ColumnList }))

export interface ColumnPickerProps {
  experimentId: string
  search: RunsSearch
  choice: ColumnChoice
  onArrange: (choice: ColumnChoice) => void
  /** Gives the choice back to the table. */
  onReset: () => void
}

export function ColumnPicker(props: ColumnPickerProps) {
  const { t } = useText()
  return (
    <Popover
      label={t('columns.title')}
      trigger={(trigger) => (
        <Button icon="columns" aria-haspopup="dialog" {...trigger}>
          {t('columns.title')}
        </Button>
      )}
    >
      {() => (
        <Suspense>
          <ColumnList {...props} />
        </Suspense>
      )}
    </Popover>
  )
}
