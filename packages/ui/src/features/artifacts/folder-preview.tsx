import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import { formatBytes, formatCount } from '../../i18n/format.ts'
import css from './folder-preview.module.css'
import { artifactUrl, listArtifactsQuery } from './list-artifacts.ts'
import { imagesByKey } from './logged-image.ts'
import { usePathTo } from './path-to.tsx'

/** What a folder holds, in numbers; of logged pictures the newest of each key. */
export function FolderPreview({ owner, path }: { owner: string; path: string }) {
  const { t, locale } = useArtifactText()
  const pathTo = usePathTo()
  const { data, hasNextPage } = useInfiniteQuery(listArtifactsQuery(owner, path))
  if (!data) return null
  const files = data.pages.flatMap(({ files = [] }) => files)
  const images = imagesByKey(files.map(({ path = '' }) => path))
  const bytes = files.reduce((sum, { file_size = 0 }) => sum + Number(file_size), 0)
  if (images.length > 0)
    return (
      <ul className={css.gallery}>
        {images.map(({ path, key, step }) => (
          <li key={path}>
            <Link {...pathTo(path)}>
              <span className={css.thumb}>
                <img src={artifactUrl(owner, path)} alt="" loading="lazy" />
              </span>
              <span>{key}</span>
              <small>
                {t('field.step')} {step}
              </small>
            </Link>
          </li>
        ))}
      </ul>
    )
  return (
    <EmptyState title={t('artifacts.choose')}>
      <span className={css.sum}>
        <Icon name="folder" />
        {t('artifacts.sum', {
          count: files.length,
          files: formatCount(files.length, locale) + (hasNextPage ? '+' : ''),
          size: formatBytes(bytes, locale),
        })}
      </span>
    </EmptyState>
  )
}
