// biome-ignore-all lint/a11y/useSemanticElements: rows drawn out of the flow cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and headers hold what can be focused
import type { Hook } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import rowList from '../../components/row-list.module.css'
import { RowList } from '../../components/row-list.tsx'
import { useWebhookText } from '../../i18n/webhooks.ts'
import { useEventName } from './event-names.ts'
import css from './webhook-list.module.css'
import { WebhookState } from './webhook-state.tsx'

export function WebhookList({ hooks, onEnd }: { hooks: Hook[]; onEnd: () => void }) {
  const { t } = useWebhookText()
  return (
    <RowList
      label={t('webhooks.title')}
      items={hooks}
      keyOf={({ webhook_id }) => webhook_id}
      grid={css.row}
      head={
        <>
          <span role="columnheader">{t('field.name')}</span>
          <span role="columnheader">{t('webhooks.status')}</span>
          <span role="columnheader">{t('webhooks.url')}</span>
          <span role="columnheader">{t('webhooks.events')}</span>
        </>
      }
      row={(hook, index) => <HookCells hook={hook} index={index} />}
      onEnd={onEnd}
    />
  )
}

function HookCells({ hook, index }: { hook: Hook; index: number }) {
  const nameOf = useEventName()
  const { webhook_id = '', name = '', url, events = [] } = hook
  const names = events.map(nameOf)
  return (
    <>
      <span role="cell" className={rowList.name}>
        <Link to="/webhooks/$webhookId" params={{ webhookId: webhook_id }} title={name} data-row={index}>
          {name}
        </Link>
      </span>
      <span role="cell">
        <WebhookState status={hook.status} />
      </span>
      <span role="cell" className={css.cut} title={url}>
        {url}
      </span>
      <span role="cell" className={css.cut} title={names.join('\n')}>
        {names.join(', ')}
      </span>
    </>
  )
}
