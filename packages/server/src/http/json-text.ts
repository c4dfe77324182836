export { stringifyExact as toJson } from '@millrace/contract'

/** A reply that is JSON already: the database or a reader thread wrote it. */
export class JsonText {
  readonly body: string | Uint8Array

  constructor(body: string | Uint8Array) {
    this.body = body
  }
}
