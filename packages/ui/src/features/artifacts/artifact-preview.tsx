import { type ComponentType, lazy, Suspense } from 'react'
import { FailsAlone } from '../../components/fails-alone.tsx'
import { Icon } from '../../components/icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './artifact-preview.module.css'
import { CsvPreview } from './csv-preview.tsx'
import { FolderPreview } from './folder-preview.tsx'
import { HtmlPreview, PdfPreview } from './html-preview.tsx'
import { ImagePreview } from './image-preview.tsx'
import { archiveUrl, artifactUrl, useListed } from './list-artifacts.ts'
import { AudioPreview, VideoPreview } from './media-preview.tsx'
import { nameOf } from './name-of.ts'
import { type PreviewKind, previewKind } from './preview-kind.ts'
import { TextPreview } from './text-preview.tsx'

interface Props {
  /** The id of a run or of a logged model. */
  owner: string
  path: string
}

const ParquetPreview = lazy(async () => ({ default: (await import('./parquet-preview.tsx')).ParquetPreview }))

/** Kinds that are not read as text: each asks for what it needs of the file. */
const PREVIEWS: Partial<Record<PreviewKind, ComponentType<Props & { name: string }>>> = {
  audio: AudioPreview,
  html: HtmlPreview,
  image: ImagePreview,
  parquet: ParquetPreview,
  pdf: PdfPreview,
  table: CsvPreview,
  video: VideoPreview,
}

export function ArtifactPreview({ owner, path }: Props) {
  const { t } = useArtifactText()
  const listed = useListed(owner, path)
  const isFolder = Boolean(listed.data?.is_dir)
  const name = nameOf(path)
  return (
    <section className={css.preview} aria-label={t('artifacts.frame', { name })}>
      <header className={css.head}>
        <h2 title={path}>{path}</h2>
        <a
          className={css.download}
          href={isFolder ? archiveUrl(owner, path) : artifactUrl(owner, path)}
          download={isFolder ? `${name}.zip` : name}
        >
          <Icon name="download" />
          {t('action.download')}
        </a>
      </header>
      {listed.isPending ? (
        <Skeleton rows={8} height={28} />
      ) : isFolder ? (
        <FolderPreview owner={owner} path={path} />
      ) : (
        <Suspense fallback={<Skeleton rows={8} height={28} />}>
          <FailsAlone key={path}>
            <FilePreview owner={owner} path={path} size={listed.data?.file_size} />
          </FailsAlone>
        </Suspense>
      )}
    </section>
  )
}

function FilePreview({ owner, path, size }: Props & { size: number | undefined }) {
  const kind = previewKind(path)
  const Preview = PREVIEWS[kind]
  if (Preview) return <Preview owner={owner} path={path} name={nameOf(path)} />
  return <TextPreview {...{ owner, path, kind, size }} />
}
