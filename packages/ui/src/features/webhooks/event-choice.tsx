import type { HookAction, HookEntity } from '@millrace/contract'
import { HOOK_EVENTS } from '@millrace/contract/hook-events'
import { useWebhookText } from '../../i18n/webhooks.ts'
import css from './event-choice.module.css'
import type { HookEvents } from './webhooks.ts'

type Entity = Exclude<HookEntity, 'ENTITY_UNSPECIFIED'>
type Action = Exclude<HookAction, 'ACTION_UNSPECIFIED'>

/** Nothing here exceeds a budget; a webhook that listens to it keeps that event. */
const offered = Object.entries(HOOK_EVENTS).filter(([entity]) => entity !== 'BUDGET_POLICY') as [
  Entity,
  Action[],
][]

interface Props {
  chosen: HookEvents
  onChoose: (events: HookEvents) => void
}

export function EventChoice({ chosen, onChoose }: Props) {
  const { t } = useWebhookText()
  const isChosen = (entity: Entity, action: Action) =>
    chosen.some((event) => event.entity === entity && event.action === action)
  const toggle = (entity: Entity, action: Action) =>
    onChoose(
      isChosen(entity, action)
        ? chosen.filter((event) => event.entity !== entity || event.action !== action)
        : [...chosen, { entity, action }],
    )
  return (
    <fieldset className={css.events}>
      <legend>{t('webhooks.events')}</legend>
      {offered.map(([entity, actions]) => (
        <fieldset key={entity} className={css.entity}>
          <legend>{t(`webhooks.entity.${entity}`)}</legend>
          {actions.map((action) => (
            <label key={action}>
              <input
                type="checkbox"
                checked={isChosen(entity, action)}
                onChange={() => toggle(entity, action)}
              />
              {t(`webhooks.action.${action}`)}
            </label>
          ))}
        </fieldset>
      ))}
    </fieldset>
  )
}
