import type { Params } from '../../protocol/message.js'

/**
 * Carries out a command of an app; what it resolves to is the reply, `undefined`: none. A rejection is answered by silence.
 * `report` tells of a failure that is answered all the same.
 */
export type FrameCommand = (params: Params, report: (cause: unknown) => void) => unknown

/** A command that is answered any number of times. All others can answer once, for they are not given the means. */
export interface StandingCommand {
  stand(params: Params, answer: (content: unknown) => void): Promise<void>
}

export type FrameCommands = ReadonlyMap<string, FrameCommand | StandingCommand>
