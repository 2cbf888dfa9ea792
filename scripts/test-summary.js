/** Prints `N passed, N failed` from the file that `jest --json --outputFile` wrote; a suite that did not run failed. */
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
