import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './image-preview.module.css'
import { artifactUrl, listArtifactsQuery } from './list-artifacts.ts'
import { asLoggedImage, type LoggedImage, stepsOf } from './logged-image.ts'
import { folderOf, nameOf } from './name-of.ts'
import { usePathTo } from './path-to.tsx'

interface Props {
  owner: string
  path: string
}

/** A picture; of one that was logged for steps, all of them, to be gone through. */
export function ImagePreview({ owner, path }: Props) {
  const logged = asLoggedImage(path)
  return (
    <>
      {logged && <Steps owner={owner} shown={logged} />}
      <Picture key={path} owner={owner} path={path} alt={logged && `${logged.key} ${logged.step}`} />
    </>
  )
}

function Picture({ owner, path, alt = nameOf(path) }: Props & { alt: string | undefined }) {
  const { t } = useArtifactText()
  const [failed, setFailed] = useState(false)
  const name = t('artifacts.imageAlt', { name: alt })
  if (failed) return <EmptyState title={t('artifacts.noPreview')} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.picture} tabIndex={0} aria-label={name}>
      <img src={artifactUrl(owner, path)} alt={name} onError={() => setFailed(true)} />
    </section>
  )
}

function Steps({ owner, shown }: { owner: string; shown: LoggedImage }) {
  const { t } = useArtifactText()
  const navigate = useNavigate()
  const pathTo = usePathTo()
  const { data } = useInfiniteQuery(listArtifactsQuery(owner, folderOf(shown.path)))
  const paths = data?.pages.flatMap(({ files = [] }) => files.map(({ path = '' }) => path)) ?? []
  const steps = stepsOf(paths, shown.key)
  const at = steps.findIndex(({ path }) => path === shown.path)
  const go = (index: number) => {
    const image = steps[index]
    if (image) void navigate({ ...pathTo(image.path), replace: true })
  }
  return (
    <div className={css.steps}>
      <b>{shown.key}</b>
      <IconButton
        icon="back"
        label={t('artifacts.step.previous')}
        disabled={at <= 0}
        onClick={() => go(at - 1)}
      />
      <input
        type="range"
        aria-label={t('field.step')}
        aria-valuetext={String(shown.step)}
        min={0}
        max={Math.max(0, steps.length - 1)}
        value={Math.max(0, at)}
        onChange={(event) => go(Number(event.target.value))}
      />
      <IconButton
        icon="chevron"
        label={t('artifacts.step.next')}
        disabled={at < 0 || at >= steps.length - 1}
        onClick={() => go(at + 1)}
      />
      <span>
        {t('field.step')} {shown.step}
      </span>
    </div>
  )
}
