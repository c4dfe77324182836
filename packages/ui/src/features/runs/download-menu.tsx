import { ownUrl, type Query } from '../../api/client.ts'
import { Menu } from '../../components/menu.tsx'
import { useText } from '../../i18n/index.ts'
import { type ColumnChoice, inOrder } from './arrange-columns.ts'
import { orderBy } from './columns.ts'
import type { RunsSearch } from './runs-search.ts'
import { askedRuns } from './search-runs.ts'

interface Props {
  experimentId: string
  search: RunsSearch
  choice: ColumnChoice
}

/** The browser's own download: the server streams the file, and nothing of it passes through the page. */
function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}

/** Files of every run that matches, loaded or not. */
export function DownloadMenu({ experimentId, search, choice }: Props) {
  const { t } = useText()
  const save = (format: 'csv' | 'json', more: Query = {}) =>
    download(
      ownUrl('runs/export', {
        ...askedRuns(experimentId, search),
        order_by: orderBy(search.sort),
        format,
        ...more,
      }),
    )
  const columns = ['attributes.run_id', 'attributes.run_name', ...inOrder(choice)]
  return (
    <Menu
      icon="download"
      label={t('runs.download')}
      items={[
        { label: t('runs.download.shown'), onSelect: () => save('csv', { columns: [...new Set(columns)] }) },
        { label: t('runs.download.all'), onSelect: () => save('csv') },
        { label: t('runs.download.json'), onSelect: () => save('json') },
      ]}
    />
  )
}
