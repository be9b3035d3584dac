import { describeEventContract } from './event-contract.js'
import { httpHarness } from './http-harness.js'

describeEventContract(httpHarness)
