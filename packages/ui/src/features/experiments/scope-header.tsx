import type { Experiment } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { IconButton } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { useDocumentTitle } from '../../components/use-document-title.ts'
import { useText } from '../../i18n/index.ts'
import { ExperimentPicker, type ExperimentPickerProps } from './experiment-picker.tsx'

interface Props extends ExperimentPickerProps {
  experiments: readonly Experiment[]
  isKnown: boolean
  /** Only one experiment has a note that can be shown. */
  onNote: (() => void) | undefined
  hasNote: boolean
}

/** Names the experiments whose runs are shown, and leads to others. */
export function ScopeHeader({ experiments, isKnown, onNote, hasNote, ...picker }: Props) {
  const { t } = useText()
  const { scope } = picker
  const title = experiments.map(({ name, experiment_id }) => name ?? experiment_id).join(', ')
  useDocumentTitle(isKnown ? title : undefined)
  return (
    <PageHeader
      crumbs={<Link to="/experiments">{t('nav.experiments')}</Link>}
      title={
        <>
          <span title={title}>{isKnown ? title : '\u00a0'}</span>
          {experiments.length === 1 && (
            <CopyButton text={scope} label={t('experiments.copyId', { id: scope })} />
          )}
        </>
      }
      actions={
        <>
          {onNote && (
            <IconButton icon="file" label={t('experiments.note')} aria-pressed={hasNote} onClick={onNote} />
          )}
          <ExperimentPicker {...picker} />
        </>
      }
    />
  )
}
