import type { ModelVersion, RegisteredModelAlias } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { Spoken } from '../../components/spoken.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { useModelText } from '../../i18n/models.ts'
import { isOwn } from '../tags/own-tags.ts'
import { AliasChip } from './alias-chip.tsx'
import { StageMark } from './stage-mark.tsx'
import { VersionActions } from './version-actions.tsx'
import css from './versions-table.module.css'

const SHORT_ID = 8

interface Props {
  name: string
  versions: ModelVersion[]
  aliases: RegisteredModelAlias[]
  chosen: string[]
  onChoose: (chosen: string[]) => void
  onDeleted: () => unknown
}

export function VersionsTable({ name, versions, aliases, chosen, onChoose, onDeleted }: Props) {
  const { t } = useModelText()
  const showsUsers = versions.some(({ user_id }) => user_id)
  const toggle = (version: string) =>
    onChoose(chosen.includes(version) ? chosen.filter((other) => other !== version) : [...chosen, version])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.scroll} tabIndex={0} aria-label={t('versions.table')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th>
              <Spoken>{t('versions.choose')}</Spoken>
            </th>
            <th>{t('versions.version')}</th>
            <th>{t('versions.stage')}</th>
            <th>{t('versions.run')}</th>
            <th>{t('versions.created')}</th>
            {showsUsers && <th>{t('versions.by')}</th>}
            <th>{t('run.tags')}</th>
            <th>
              <Spoken>{t('field.actions')}</Spoken>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((found) => {
            const { version = '', user_id } = found
            const label = t('versions.number', { version })
            return (
              <tr key={version}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t('versions.chooseOne', { version })}
                    checked={chosen.includes(version)}
                    onChange={() => toggle(version)}
                  />
                </td>
                <VersionCell name={name} found={found} />
                <td>
                  <StageMark stage={found.current_stage} />
                </td>
                <td>
                  <RunLink runId={found.run_id} />
                </td>
                <td className={css.time}>
                  <TimeAgo time={found.creation_timestamp} />
                </td>
                {showsUsers && <td>{user_id}</td>}
                <td>
                  <Tags found={found} />
                </td>
                <td className={css.last}>
                  <VersionActions
                    label={t('field.actionsOf', { name: label })}
                    version={found}
                    aliases={aliases}
                    onDeleted={onDeleted}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function VersionCell({ name, found }: { name: string; found: ModelVersion }) {
  const { t } = useModelText()
  const { version = '', aliases = [], status = 'READY' } = found
  return (
    <td>
      <span className={css.version}>
        <Link to="/models/$name/versions/$version" params={{ name, version }}>
          {t('versions.number', { version })}
        </Link>
        {status !== 'READY' && <small title={found.status_message}>{status}</small>}
        {aliases.map((alias) => (
          <AliasChip key={alias} alias={alias} />
        ))}
      </span>
    </td>
  )
}

function RunLink({ runId }: { runId: string | undefined }) {
  if (!runId) return null
  return (
    <Link to="/runs/$runId" params={{ runId }} title={runId} className={css.run} preload={false}>
      {runId.slice(0, SHORT_ID)}
    </Link>
  )
}

function Tags({ found: { tags = [] } }: { found: ModelVersion }) {
  const text = tags
    .filter(isOwn)
    .map(({ key, value }) => `${key}: ${value}`)
    .join(', ')
  return (
    <span className={css.tags} title={text}>
      {text}
    </span>
  )
}
