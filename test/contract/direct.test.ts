import { directHarness } from './direct-harness.js'
import { describeEventContract } from './event-contract.js'

describeEventContract(directHarness)
