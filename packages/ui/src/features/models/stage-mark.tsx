import { useModelText } from '../../i18n/models.ts'
import css from './stage-mark.module.css'

/** In MLflow's words, as the wire has them. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const
export type Stage = (typeof STAGES)[number]

export const stageOf = (text: string | undefined): Stage => STAGES.find((stage) => stage === text) ?? 'None'

export function StageMark({ stage }: { stage: string | undefined }) {
  const { t } = useModelText()
  const known = stageOf(stage)
  return <span className={`${css.stage} ${css[known]}`}>{t(`stage.${known}`)}</span>
}
