import type { Hook, TestWebhookResponse } from '@millrace/contract'
import { useId, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CodeBox } from '../../components/code-box.tsx'
import { errorText } from '../../components/error-text.ts'
import { Panel } from '../../components/panel.tsx'
import { useWebhookText } from '../../i18n/webhooks.ts'
import { useEventName } from './event-names.ts'
import css from './test-panel.module.css'
import { testWebhook } from './webhooks.ts'

type Result = NonNullable<TestWebhookResponse['result']>

/** Sends what an event would bring, and shows what the receiver says. */
export function TestPanel({ hook: { webhook_id = '', events = [] } }: { hook: Hook }) {
  const { t } = useWebhookText()
  const nameOf = useEventName()
  const id = useId()
  const [chosen, setChosen] = useState(0)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<Result>()
  const [error, setError] = useState<unknown>()
  const send = async () => {
    setBusy(true)
    setResult(undefined)
    setError(undefined)
    try {
      setResult(await testWebhook(webhook_id, events[chosen]))
    } catch (error) {
      setError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title={t('webhooks.test')}>
      <div className={css.test}>
        <p className={css.hint}>{t('webhooks.test.hint')}</p>
        <div className={css.form}>
          <select
            id={id}
            aria-label={t('webhooks.event')}
            value={chosen}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {events.map((event, index) => (
              <option key={nameOf(event)} value={index}>
                {nameOf(event)}
              </option>
            ))}
          </select>
          <Button disabled={busy} onClick={() => void send()}>
            {t('webhooks.test')}
          </Button>
        </div>
        <div role="status">
          {error !== undefined && <p className={css.failed}>{errorText(error, t)}</p>}
          {result && <Told result={result} />}
        </div>
      </div>
    </Panel>
  )
}

function Told({ result: { success, response_status, response_body, error_message } }: { result: Result }) {
  const { t } = useWebhookText()
  return (
    <>
      <p className={success ? css.passed : css.failed}>
        {t(success ? 'webhooks.test.passed' : 'webhooks.test.failed')}{' '}
        {response_status !== undefined && t('webhooks.test.status', { status: response_status })}
      </p>
      {(response_body || error_message) && <CodeBox text={response_body || error_message || ''} />}
    </>
  )
}
