import { describeEventContract } from './event-contract.js'
import { createFrameHarness } from './frame-harness.js'

describeEventContract(createFrameHarness(true))
describeEventContract(createFrameHarness(false))
