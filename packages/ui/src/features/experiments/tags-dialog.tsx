import type { Experiment } from '@millrace/contract'
import { Dialog } from '../../components/dialog.tsx'
import { TagsPanel } from '../tags/tags-panel.tsx'
import { useExperimentChanges } from './change-experiments.ts'

/** Each change is made at once, as on the pages of other things. */
export function TagsDialog({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const { name = '', experiment_id = '', tags = [] } = experiment
  const { setTag, deleteTag } = useExperimentChanges()
  return (
    <Dialog title={name} onClose={onClose}>
      <TagsPanel
        tags={tags}
        changes={{
          setTag: (key, value) => setTag(experiment_id, key, value),
          deleteTag: (key) => deleteTag(experiment_id, key),
        }}
      />
    </Dialog>
  )
}
