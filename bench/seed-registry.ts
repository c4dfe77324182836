import type Database from 'better-sqlite3'

/** What the seeded registry looks like, as pure functions of a model's number: loads know the right answer without a query. */

const VERSIONS = 3
const FIRST_MS = 1_700_000_000_000
const PROMPT_TAG = 'mlflow.prompt.is_prompt'

/** Names in the order of their numbers. */
export function modelName(index: number): string {
  return `model-${String(index).padStart(6, '0')}`
}

export function isPrompt(index: number): boolean {
  return index % 10 === 0
}

/** Stages were given up for aliases in 2.9; some models still have them. */
function usesStages(index: number): boolean {
  return index % 4 === 1
}

const STAGES: Readonly<Record<number, string>> = { 1: 'Archived', 2: 'Production' }

export function team(index: number): string {
  return index % 2 === 0 ? 'risk' : 'pricing'
}

/** Every version was changed at another millisecond: no order depends on a tie. */
function changedAt(index: number, version: number): number {
  return FIRST_MS + index * 1000 + version
}

/** Versions that are no prompt's, as `name/version`, newest first. */
export function newestVersions(models: number, count: number): string[] {
  const found: string[] = []
  for (let index = models - 1; index >= 0 && found.length < count; index--) {
    if (isPrompt(index)) continue
    for (let version = VERSIONS; version > 0; version--) found.push(`${modelName(index)}/${version}`)
  }
  return found.slice(0, count)
}

export function seedRegistry(db: Database.Database, models: number): void {
  const addModel = db.prepare(
    'INSERT INTO registered_models (name, creation_time, last_updated_time, description) VALUES (?, ?, ?, ?)',
  )
  const addTag = db.prepare('INSERT INTO registered_model_tags (name, "key", value) VALUES (?, ?, ?)')
  const addAlias = db.prepare('INSERT INTO registered_model_aliases (name, alias, version) VALUES (?, ?, ?)')
  const addVersion = db.prepare(
    `INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, current_stage, source,
       storage_location, run_id, run_link, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 'READY')`,
  )
  const addVersionTag = db.prepare(
    'INSERT INTO model_version_tags (name, version, "key", value) VALUES (?, ?, ?, ?)',
  )
  for (let index = 0; index < models; index++) {
    const name = modelName(index)
    addModel.run(name, changedAt(index, 0), changedAt(index, VERSIONS), `scores applicants, model ${index}`)
    addTag.run(name, 'team', team(index))
    addTag.run(name, 'tier', String(index % 3))
    if (isPrompt(index)) addTag.run(name, PROMPT_TAG, 'true')
    for (let version = 1; version <= VERSIONS; version++) {
      const changed = changedAt(index, version)
      const source = `s3://models/${name}/${version}`
      const stage = usesStages(index) ? (STAGES[version] ?? 'None') : 'None'
      addVersion.run(name, version, changed, changed, `version ${version}`, stage, source, source, '')
      addVersionTag.run(name, version, 'approved', version < VERSIONS ? 'yes' : 'no')
      addVersionTag.run(name, version, 'auc', String(0.7 + version / 100))
      if (isPrompt(index)) addVersionTag.run(name, version, PROMPT_TAG, 'true')
    }
    addAlias.run(name, 'champion', VERSIONS - 1)
    addAlias.run(name, 'challenger', VERSIONS)
  }
}
