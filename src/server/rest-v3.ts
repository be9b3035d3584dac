import type { RestReply } from '../protocol/rest.js'

const NOT_FOUND: RestReply = {
  status: 400,
  answer: {
    error: {
      code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION',
      message: 'The simulated portal has no methods of REST 3.0: call the ones of /rest/',
    },
  },
}

/** What portals have in version 3 is about tasks, mail and the like, and nothing of it is here: that is said in its form. */
export function toV3Reply(reply: RestReply): RestReply {
  return reply.answer.error === 'ERROR_METHOD_NOT_FOUND' ? NOT_FOUND : reply
}
