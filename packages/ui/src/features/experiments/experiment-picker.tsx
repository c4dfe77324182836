import { lazy, Suspense } from 'react'
import { Button } from '../../components/button.tsx'
import { Popover } from '../../components/popover.tsx'
import { useText } from '../../i18n/index.ts'
import { idsOf } from './scope.ts'

const ExperimentChoice = lazy(async () => ({
  default: (await import('./experiment-choice.tsx')).ExperimentChoice,
}))

export interface ExperimentPickerProps {
  scope: string
  onScope: (scope: string) => void
}

/** Whose runs the table shows. */
export function ExperimentPicker(props: ExperimentPickerProps) {
  const { t } = useText()
  const { length } = idsOf(props.scope)
  return (
    <Popover
      label={t('nav.experiments')}
      trigger={(trigger) => (
        <Button icon="folder" aria-haspopup="dialog" {...trigger}>
          {length > 1 ? `${t('nav.experiments')} · ${length}` : t('nav.experiments')}
        </Button>
      )}
    >
      {() => (
        <Suspense>
          <ExperimentChoice {...props} />
        </Suspense>
      )}
    </Popover>
  )
}
