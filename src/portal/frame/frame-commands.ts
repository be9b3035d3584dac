import type { Params } from '../../protocol/message.js'
import type { AppHost, AppOption } from '../app-host.js'
import { createCallCommands } from './call-commands.js'
import type { FrameCommand, FrameCommands, StandingCommand } from './frame-command.js'
import type { FramePage } from './frame-page.js'
import { createPageCommands } from './page-commands.js'
import type { PlacementEvents } from './placement-events.js'

export interface FrameCommandsOptions {
  host: AppHost
  page: FramePage
  placementEvents: PlacementEvents
  /**
   * Whether the page carries calls of REST: it has `callBind`, `callUnbind` and `callMethod`, takes several requests `together`,
   * and private lines. `false` makes it a page of today's portals, whose apps call REST over HTTP. Default: true.
   */
  answersCalls?: boolean | undefined
}

/**
 * The commands of a portal's page, by name. A `Map`, so that `constructor` and `__proto__` are names like any other.
 * `getInterface` lists those that pages of today do not have.
 */
export function createFrameCommands({
  host,
  page,
  placementEvents,
  answersCalls = true,
}: FrameCommandsOptions): FrameCommands {
  const added = answersCalls ? createCallCommands(host) : {}
  const commands: Record<string, FrameCommand | StandingCommand> = {
    getInterface: () => ({ command: Object.keys(added), event: [] }),
    ...createAppCommands(host, page),
    ...createPageCommands(page),
    placementBindEvent: placementEvents.bind,
    ...added,
  }
  return new Map(Object.entries(commands))
}

/** The commands about the app itself: who has it open, what is kept for it, and its installation. */
function createAppCommands(host: AppHost, page: FramePage): Readonly<Record<string, FrameCommand>> {
  let isFirstAnswer = true

  return {
    async getInitData() {
      const data = await host.initData()
      // Not before there is an answer: a question that fails tells nobody of a first run.
      const isFirst = isFirstAnswer
      isFirstAnswer = false
      return { ...data, FIRST_RUN: isFirst && data.FIRST_RUN }
    },
    refreshAuth: () => host.refreshAuth(),
    async setInstall(params) {
      await host.setOption({ kind: 'install', name: 'install', value: params.install })
      return params
    },
    async setUserOption(params) {
      await host.setOption({ kind: 'user', ...readOption(params) })
      return params
    },
    setAppOption: (params) => host.setOption({ kind: 'app', ...readOption(params) }),
    async setInstallFinish({ value }) {
      // An app can also say that it is not installed: the page is loaded anew all the same.
      const isInstalled = value !== false
      if (isInstalled) await host.finishInstall()
      page.reopen(isInstalled)
    },
  }
}

function readOption({ name, value }: Params): Pick<AppOption, 'name' | 'value'> {
  if (typeof name === 'string' && name !== '') return { name, value }
  throw new TypeError('An option has a name.')
}
