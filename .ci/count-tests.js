// Prints `N passed, N failed` out of the JSON report of a Vitest run; fails where there is no report or a failure in it.
import { readFileSync } from 'node:fs'

const [path] = process.argv.slice(2)
const text = readFileSync(path, 'utf8')
if (text === '')
  throw new Error('There is no report: the run ended before the first test. What ended it stands above.')

const { testResults: files, success } = JSON.parse(text)
const testsOf = (status) =>
  files.flatMap((file) => file.assertionResults).filter((test) => test.status === status)
// A file that can't be loaded has failed without any test in it.
const brokenFiles = files.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
)

console.log(`${testsOf('passed').length} passed, ${testsOf('failed').length + brokenFiles.length} failed`)
if (!success) process.exitCode = 1
