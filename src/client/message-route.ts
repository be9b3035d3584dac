import { TO_ARRIVE } from './auth.js'
import { failWith, type Waiting } from './call.js'
import type { Pace } from './pace.js'
import type { Connection, Session } from './session.js'
import { takeReply } from './take-reply.js'

/** Makes calls by commands of the portal's page. Each leaves at once, and once more where the portal puts it off. */
export function createMessageRoute(
  { tasks, refreshAuth }: Session,
  pace: Pace,
): (call: Waiting, connection: Connection) => void {
  function ask(call: Waiting, connection: Connection): void {
    const { early, command, task } = call
    const { channel, auth } = connection
    const take = (reply: unknown) => {
      if (!takeReply(call, reply, { auth, pace })) return
      tasks.rename(task)
      void askAgain(call, connection)
    }
    call.early = undefined
    if (early) void early.then(take)
    else channel.ask(command, task, take)
  }

  async function askAgain(call: Waiting, connection: Connection): Promise<void> {
    try {
      // It goes with the page's own token, and needs ours renewed only where that one was said to have expired.
      if (call.isRepeated) await refreshAuth(TO_ARRIVE)
      await pace.next(() => !call.task.isOver)
      ask(call, connection)
    } catch (reason) {
      failWith(reason, [call])
    }
  }

  return ask
}
