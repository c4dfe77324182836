import { InvalidValueError } from '../errors.ts'
import { channelsOf, encodePng, type Pixels } from './png.ts'

/** A PNG file's bytes, or pixels to make one of. */
export type Image = Uint8Array | Blob | Pixels

/** Which image of a series it is. */
export interface ImageOptions {
  readonly step?: number
  readonly timestamp?: Date | number
}

/** A file to store. */
export interface ImageFile {
  readonly path: string
  readonly body: Uint8Array | Blob
}

const KEY = /^[a-zA-Z0-9_\-./ ]+$/
/** The page shows images of this size in its grids. */
const SMALL_PIXELS = 256

/** The bytes of an image file. */
export async function imageBytes(image: Image): Promise<Uint8Array | Blob> {
  return 'width' in image ? encodePng(image) : image
}

/**
 * The two files of an image of a series, under the names that the Python client gives them: the image itself, and a small
 * one for grids. The small one is a PNG too: browsers and Pillow tell images by their bytes, not by their names.
 */
export async function seriesFiles(
  key: string,
  image: Image,
  { step = 0, timestamp }: ImageOptions,
): Promise<ImageFile[]> {
  if (!KEY.test(key)) {
    throw new InvalidValueError(
      `The key of an image may hold letters, digits and the characters _ - . / and blanks only; it is '${key}'.`,
    )
  }
  const time = timestamp instanceof Date ? timestamp.getTime() : (timestamp ?? Date.now())
  const name = `images/${key.replaceAll('/', '~')}+step+${step}+timestamp+${time}+${crypto.randomUUID()}`
  const body = await imageBytes(image)
  const small = 'width' in image ? await encodePng(shrink(image)) : body
  return [
    { path: `${name}.png`, body },
    { path: `${name}+compressed.webp`, body: small },
  ]
}

/** Every n-th pixel, so that neither side is longer than what grids show. */
function shrink(image: Pixels): Pixels {
  const factor = Math.ceil(Math.max(image.width, image.height) / SMALL_PIXELS)
  if (factor <= 1) return image
  const channels = channelsOf(image)
  const width = Math.ceil(image.width / factor)
  const height = Math.ceil(image.height / factor)
  const data = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * factor * image.width + x * factor) * channels
      data.set(image.data.subarray(from, from + channels), (y * width + x) * channels)
    }
  }
  return { data, width, height }
}
