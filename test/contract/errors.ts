import { expect } from 'vitest'
import type { PortalError } from './expectations.js'

export const WRONG_AUTH_TYPE: PortalError = {
  status: 403,
  error: 'WRONG_AUTH_TYPE',
  error_description: 'Current authorization type is denied for this method',
}

/** `what`: binding or unbinding. */
export function accessDenied(what: string): PortalError {
  return {
    status: 403,
    error: 'ACCESS_DENIED',
    error_description: `Access denied! Event ${what} requires administrator access rights`,
  }
}

export function nullOrEmpty(argument: string): PortalError {
  const error_description = `Argument '${argument}' is null or empty`
  return { status: 400, error: 'ERROR_ARGUMENT', error_description, argument }
}

export const WRONG_HANDLER_URL: PortalError = {
  status: 400,
  error: 'ERROR_WRONG_HANDLER_URL',
  error_description: 'Wrong handler URL',
}

export const UNSUPPORTED_PROTOCOL: PortalError = {
  status: 400,
  error: 'ERROR_UNSUPPORTED_PROTOCOL',
  error_description: 'Unsupported handler protocol',
}

export const EVENT_NOT_FOUND: PortalError = {
  status: 400,
  error: 'ERROR_EVENT_NOT_FOUND',
  error_description: 'Event not found',
}

export const ALREADY_BOUND: PortalError = {
  status: 400,
  error: 'ERROR_CORE',
  error_description: 'Unable to set event handler: Handler already binded',
}

/** A parameter that is there and can't be used. Its text is the portal's own, and names it. */
export function unusable(argument: string): PortalError {
  return { ...nullOrEmpty(argument), error_description: expect.stringContaining(`'${argument}'`) }
}
