import { appendFileSync } from 'node:fs';

/** Says at the end of a run which suites were skipped and why (their titles hold the reason), and writes how many tests passed and failed where CI wants to know. */
export default class SkippedReporter {
  onRunComplete(_contexts, { testResults, numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const { TEST_COUNTS: counts } = process.env;
    if (counts) appendFileSync(counts, `${numPassedTests} ${numFailedTests + numRuntimeErrorTestSuites}\n`);
    const skipped = new Map();
    for (const { testResults: tests } of testResults) {
      for (const { status, ancestorTitles, title } of tests) {
        if (status !== 'pending') continue;
        const suite = ancestorTitles[0] ?? title;
        skipped.set(suite, (skipped.get(suite) ?? 0) + 1);
      }
    }
    if (skipped.size === 0) return;
    process.stderr.write('\nSkipped:\n');
    for (const [suite, count] of skipped) process.stderr.write(`  ${suite}: ${count} tests\n`);
  }
}
