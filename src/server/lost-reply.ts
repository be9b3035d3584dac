import { LostReplyError } from '../portal/lost-reply-error.js'
import type { ToldReply } from './page-api.js'

/** What a call was rejected with, as a reply that nobody is to hear. Throws what is no lost reply. */
export function readLostReply(error: unknown): ToldReply {
  if (error instanceof LostReplyError) return { ...error.reply, lost: true }
  throw error
}
