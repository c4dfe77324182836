import { type ArtifactRepository, CannotSign, type DirectAccess } from '@millrace/artifacts'
import { MlflowError } from '@millrace/contract'

/** What clients may be refused in MLflow's words; by them they know that they are to send plain requests. */
type Offer = 'Multipart upload' | 'Multipart download' | 'Presigned upload' | 'Presigned download'

/** @throws MlflowError NOT_IMPLEMENTED where clients cannot reach the store past us */
export function requireDirect(what: Offer, { direct }: ArtifactRepository): DirectAccess {
  if (direct) return direct
  throw notOffered(what)
}

/** A signed address, or the refusal of those who hold no key to sign with. */
export async function orNotOffered<T>(what: Offer, signed: Promise<T>): Promise<T> {
  try {
    return await signed
  } catch (error) {
    throw error instanceof CannotSign ? notOffered(what, error) : error
  }
}

/** As MLflow's messages: a map without entries is not on the wire. */
export function shownHeaders(headers: Record<string, string>): { headers?: Record<string, string> } {
  return Object.keys(headers).length > 0 ? { headers } : {}
}

function notOffered(what: Offer, cause?: Error): MlflowError {
  const message = `${what} is not supported for the current artifact repository`
  return new MlflowError('NOT_IMPLEMENTED', message, { cause })
}
