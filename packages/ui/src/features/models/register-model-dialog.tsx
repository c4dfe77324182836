import type { SearchRegisteredModelsResponse } from '@millrace/contract'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useModelText } from '../../i18n/models.ts'
import { useRegistryChanges } from './change-model.ts'
import css from './register-model-dialog.module.css'
import type { RegistrableModel } from './registrable-models.ts'
import { searchModelsQuery } from './search-models.ts'
import { sameName } from './search-versions.ts'

const ALREADY_EXISTS = 'RESOURCE_ALREADY_EXISTS'

interface Props {
  runId: string
  models: RegistrableModel[]
  onClose: () => void
}

/** Under a name that is there the model becomes its next version; another name is made first. */
export function RegisterModelDialog({ runId, models, onClose }: Props) {
  const { t } = useModelText()
  const toast = useToast()
  const navigate = useNavigate()
  const { create, createVersion } = useRegistryChanges()
  const [askedName, askName] = useState('')
  const [name, setName] = useDebouncedText(askedName, askName)
  const [source, setSource] = useState(models[0]?.source ?? '')
  const id = useId()

  const register = async () => {
    const model = models.find((model) => model.source === source)
    if (!model) return
    await create(name).catch(unlessItExists)
    const { model_id } = model
    const { version = '' } = await createVersion({
      name,
      source,
      run_id: runId,
      ...(model_id && { model_id }),
    })
    toast({ text: t('register.done', { name, version }) })
    await navigate({ to: '/models/$name/versions/$version', params: { name, version } })
  }

  return (
    <FormDialog
      title={t('register.action')}
      submitLabel={t('register.submit')}
      disabled={name.trim() === ''}
      onSubmit={register}
      onClose={onClose}
    >
      {models.length > 1 && (
        <SelectField
          label={t('register.which')}
          value={source}
          options={models.map(({ label, source }) => ({ value: source, label }))}
          onChange={setSource}
        />
      )}
      <label className={css.field} htmlFor={`${id}-name`}>
        {t('register.name')}
        <input
          id={`${id}-name`}
          list={`${id}-names`}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <KnownNames id={`${id}-names`} name={askedName} />
    </FormDialog>
  )
}

function unlessItExists(error: unknown): void {
  if (!(error instanceof ApiError && error.code === ALREADY_EXISTS)) throw error
}

/** Offers what is there, and says what will become of the name. */
function KnownNames({ id, name }: { id: string; name: string }) {
  const { t } = useModelText()
  const { data: like } = useInfiniteQuery({
    ...searchModelsQuery({ q: name }),
    placeholderData: (old) => old,
  })
  const { data: same } = useInfiniteQuery({
    ...searchModelsQuery({ q: sameName(name) }),
    enabled: name.trim() !== '',
  })
  return (
    <>
      <datalist id={id}>
        {modelsOf(like).map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p className={css.hint} role="status">
        {same &&
          t(modelsOf(same).some((model) => model.name === name) ? 'register.toKnown' : 'register.toNew')}
      </p>
    </>
  )
}

const modelsOf = (pages: InfiniteData<SearchRegisteredModelsResponse> | undefined) =>
  pages?.pages.flatMap(({ registered_models = [] }) => registered_models) ?? []
