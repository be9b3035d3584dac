import type { RestReply } from 'bx24-events/portal'
import { expect } from 'vitest'
import { type ReadDelivery, readDelivery } from '../support/form.js'
import type { OpenApp } from './harness.js'

/** An error of the portal, as its documentation prints it. */
export interface PortalError {
  readonly status: number
  readonly error: string
  readonly error_description: string
  /** The parameter that is meant, where there is one. */
  readonly argument?: string
}

/** Asserts that a call went well, and answers with its result. */
export async function expectResult(called: Promise<RestReply>, result: unknown): Promise<void> {
  const { status, answer } = await called
  expect({ status, ...answer }).toEqual({ status: 200, result, time: expect.any(Object) })
}

/** Asserts that a call was refused with just that error; `what` says which one, where a test makes many. */
export async function expectError(
  called: Promise<RestReply>,
  error: PortalError,
  what?: string,
): Promise<void> {
  const { status, answer } = await called
  expect({ status, ...answer }, what).toEqual({ ...error, time: expect.any(Object) })
}

/** Resolves to what was received, read as forms, once all has been sent. */
export async function readReceived(app: OpenApp): Promise<ReadDelivery[]> {
  await app.settled()
  return (await app.received()).map(readDelivery)
}
