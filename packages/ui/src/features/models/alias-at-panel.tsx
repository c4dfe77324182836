import type { AliasAtResponse, RegisteredModelAlias } from '@millrace/contract'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { DateField } from '../../components/date-field.tsx'
import { errorText } from '../../components/error-text.ts'
import { Panel } from '../../components/panel.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { formatDateTime } from '../../i18n/format.ts'
import { useModelText } from '../../i18n/models.ts'
import css from './alias-at-panel.module.css'
import { aliasAtQuery } from './get-history.ts'

/** As it was asked; the zone is said, for other times of the page are those of its reader. */
const IN_UTC: Intl.DateTimeFormatOptions = {
  ...{
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  },
  ...{ timeZone: 'UTC', timeZoneName: 'short' },
}

interface Question {
  alias?: string | undefined
  at?: string | undefined
}

interface Props extends Question {
  name: string
  /** Those that the model has now; others may be asked for too. */
  aliases: RegisteredModelAlias[]
  onAsk: (question: Question) => void
}

/** What an auditor asks: which version was @champion on that day? */
export function AliasAtPanel({ name, aliases, alias = '', at = '', onAsk }: Props) {
  const { t, locale } = useModelText()
  const id = useId()
  const [text, setText] = useDebouncedText(alias, (alias) =>
    onAsk({ alias: alias || undefined, at: at || undefined }),
  )
  return (
    <Panel title={t('history.ask')}>
      <div className={css.form}>
        <label>
          {t('history.ask.alias')}
          <input
            list={id}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <datalist id={id}>
          {aliases.map(({ alias }) => (
            <option key={alias} value={alias} />
          ))}
        </datalist>
        <DateField
          label={t('history.ask.at')}
          value={at}
          onChange={(at) => onAsk({ alias: alias || undefined, at: at || undefined })}
          locale={locale}
          words={{
            letters: t('date.letters'),
            calendar: t('date.calendar'),
            wrong: (pattern) => t('date.wrong', { pattern }),
          }}
        />
      </div>
      <p className={css.answer} role="status">
        {alias && at && <Answer name={name} alias={alias} at={at} />}
      </p>
    </Panel>
  )
}

function Answer({ name, alias, at }: { name: string; alias: string; at: string }) {
  const { t } = useModelText()
  const { data, error } = useQuery(aliasAtQuery(name, alias, at))
  if (error) return errorText(error, t)
  return data ? <Told found={data} /> : null
}

function Told({ found: { alias, version, since, user, basis } }: { found: AliasAtResponse }) {
  const { t, locale } = useModelText()
  if (!version) return t('history.answer.none', { alias })
  if (basis === 'current') return t('history.answer.current', { alias, version })
  const details = [
    since !== undefined && t('history.answer.since', { time: formatDateTime(since, locale, IN_UTC) }),
    user && t('history.answer.by', { user }),
  ]
  return (
    <>
      {t('history.answer', { alias, version })}
      <small>{details.filter(Boolean).join(' ')}</small>
    </>
  )
}
