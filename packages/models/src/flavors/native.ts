import type { MlModel } from '../mlmodel.ts'
import type { LoadedModel, NativeFlavor } from './flavor.ts'
import { MissingLibrary } from './library.ts'

/** Flavours that need no Python, each loaded with its library by the first model that has it. */
const FLAVORS: Readonly<Record<string, () => Promise<NativeFlavor>>> = {
  javascript: async () => (await import('./javascript.ts')).javascript,
  onnx: async () => (await import('./onnx.ts')).onnx,
  tfjs: async () => (await import('./tensorflowjs.ts')).tensorflowjs,
}

/** The flavour that Node would load, if there is one. */
export function nativeFlavorOf(flavors: MlModel['flavors']): string | undefined {
  return Object.keys(FLAVORS).find((name) => Object.hasOwn(flavors, name))
}

/**
 * The model, if one of its flavours can be loaded in Node.
 * @param onMissing told why Python is taken instead
 * @throws Error when the model is damaged, or needs a library and Python cannot load it either
 */
export async function nativeFlavor(
  folder: string,
  model: MlModel,
  onMissing: (why: string) => void,
): Promise<LoadedModel | undefined> {
  const name = nativeFlavorOf(model.flavors)
  const settings = name === undefined ? undefined : model.flavors[name]
  if (name === undefined || settings === undefined) return undefined
  const flavor = await FLAVORS[name]?.()
  try {
    return await flavor?.load(folder, settings, model)
  } catch (error) {
    if (!(error instanceof MissingLibrary) || !Object.hasOwn(model.flavors, 'python_function')) throw error
    onMissing(`${error.message} Python loads the model.`)
    return undefined
  }
}
