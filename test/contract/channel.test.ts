import { describeChannelContract } from './channel-contract.js'
import { windowPairHarness } from './window-pair-harness.js'

describeChannelContract(windowPairHarness)
