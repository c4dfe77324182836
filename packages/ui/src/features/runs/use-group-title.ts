import { type RunsMessageId, useRunsText } from '../../i18n/runs.ts'

const TITLES: Record<string, RunsMessageId> = {
  'attributes.status': 'attribute.status',
  'tags.mlflow.user': 'attribute.user_id',
  'tags.mlflow.source.name': 'attribute.source',
  'dataset.name': 'group.dataset',
}

/** What every run may be grouped by. */
export const COMMON_GROUPS = Object.keys(TITLES)

/** Keys of params and tags are the user's own. */
export function useGroupTitle(): (id: string) => string {
  const { t } = useRunsText()
  return (id) => {
    const title = TITLES[id]
    return title ? t(title) : id.slice(id.indexOf('.') + 1)
  }
}
