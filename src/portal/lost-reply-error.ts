import type { RestReply } from '../protocol/rest.js'

/** A call of REST was carried out, and its answer is lost on the way: a fault that was asked for by `setFaults`. */
export class LostReplyError extends Error {
  override readonly name = 'LostReplyError'
  /** What nobody hears. */
  readonly reply: RestReply

  constructor(reply: RestReply) {
    super('The call was carried out, and its answer is lost.')
    this.reply = reply
  }
}
