import { useArtifactText } from '../../i18n/artifacts.ts'
import { artifactUrl } from './list-artifacts.ts'
import css from './media-preview.module.css'

interface Props {
  owner: string
  path: string
  name: string
}

/** Sound, fetched in ranges as it is listened to. */
export function AudioPreview({ owner, path, name }: Props) {
  const { t } = useArtifactText()
  return (
    <div className={css.media}>
      {/* biome-ignore lint/a11y/useMediaCaption: what was logged has no captions */}
      <audio
        controls
        preload="metadata"
        src={artifactUrl(owner, path)}
        aria-label={t('artifacts.frame', { name })}
      />
    </div>
  )
}

/** The same of a film. */
export function VideoPreview({ owner, path, name }: Props) {
  const { t } = useArtifactText()
  return (
    <div className={css.media}>
      {/* biome-ignore lint/a11y/useMediaCaption: what was logged has no captions */}
      <video
        controls
        preload="metadata"
        src={artifactUrl(owner, path)}
        aria-label={t('artifacts.frame', { name })}
      />
    </div>
  )
}
