import { useArtifactText } from '../../i18n/artifacts.ts'
import { artifactUrl } from './list-artifacts.ts'
import css from './media-preview.module.css'

interface Props {
  owner: string
  path: string
  name: string
}

/** What is heard, or seen, is fetched in ranges meanwhile. */
const previewBy = (Medium: 'audio' | 'video') =>
  function MediaPreview({ owner, path, name }: Props) {
    const { t } = useArtifactText()
    return (
      <div className={css.media}>
        <Medium
          controls
          preload="metadata"
          src={artifactUrl(owner, path)}
          aria-label={t('artifacts.frame', { name })}
        />
      </div>
    )
  }

export const AudioPreview = previewBy('audio')
export const VideoPreview = previewBy('video')
