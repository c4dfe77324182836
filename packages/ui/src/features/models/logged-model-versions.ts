import type { LoggedModel, ModelVersion } from '@millrace/contract'

export interface NamedVersion {
  name: string
  version: string
}

/** Where the versions that were made of a logged model are kept with it. */
const VERSIONS_TAG = 'mlflow.modelVersions'

/** The versions that the model was registered as. */
export function versionsOfLogged({ info }: LoggedModel): NamedVersion[] {
  const text = info?.tags?.find(({ key }) => key === VERSIONS_TAG)?.value ?? '[]'
  try {
    const found: unknown = JSON.parse(text)
    const versions = Array.isArray(found) ? found.flatMap((each) => toVersion(each) ?? []) : []
    // Clients and servers each tell of a version.
    return [...new Map(versions.map((each) => [`${each.name}/${each.version}`, each])).values()]
  } catch {
    return []
  }
}

function toVersion(given: unknown): NamedVersion | undefined {
  if (typeof given !== 'object' || given === null || !('name' in given) || !('version' in given))
    return undefined
  return { name: String(given.name), version: String(given.version) }
}

const OF_LOGGED = /(?:^models:\/|\/models\/)(m-[0-9a-f]{32})(?:\/artifacts|$)/

/** The logged model that a version was made of, as its source tells. */
export const loggedModelOf = (version: ModelVersion | undefined): string | undefined =>
  OF_LOGGED.exec(version?.source ?? '')?.[1]
