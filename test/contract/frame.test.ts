import { describeEventContract } from './event-contract.js'
import { frameHarness } from './frame-harness.js'

describeEventContract(frameHarness)
