import type { ModelVersion } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { Panel, PanelText } from '../../components/panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { usePromptText } from '../../i18n/prompts.ts'
import { AliasChip } from '../models/alias-chip.tsx'
import css from './prompt-versions.module.css'

interface Props {
  name: string
  versions: ModelVersion[]
  shown: string | undefined
  /** The version that the shown one is compared with. */
  against: string | undefined
  /** Where there are more to be loaded. */
  more?: React.ReactNode
}

/** One is shown, and another may stand beside it. */
export function PromptVersions({ name, versions, shown, against, more }: Props) {
  const { t } = usePromptText()
  return (
    <Panel title={t('prompts.versions')} count={String(versions.length || '')}>
      {versions.length === 0 && <PanelText>{t('prompts.noVersions')}</PanelText>}
      <ol className={css.versions}>
        {versions.map(({ version = '', aliases = [], description, creation_timestamp }) => (
          <li key={version} className={css.version}>
            <Link
              to="/prompts/$name"
              params={{ name }}
              search={(old) => ({ ...old, promptVersion: version, against: undefined })}
              aria-current={version === shown ? 'true' : undefined}
              className={css.link}
              replace
            >
              <span className={css.head}>
                <b>{t('versions.number', { version })}</b>
                {aliases.map((alias) => (
                  <AliasChip key={alias} alias={alias} />
                ))}
                <TimeAgo time={creation_timestamp} />
              </span>
              {description && <span className={css.summary}>{description}</span>}
            </Link>
            {shown !== undefined && version !== shown && (
              <Link
                to="/prompts/$name"
                params={{ name }}
                search={(old) => ({ ...old, promptVersion: shown, against: version })}
                aria-label={t('prompts.against', { version })}
                title={t('prompts.against', { version })}
                aria-current={version === against ? 'true' : undefined}
                className={css.compare}
                replace
              >
                ⇄
              </Link>
            )}
          </li>
        ))}
      </ol>
      {more}
    </Panel>
  )
}
