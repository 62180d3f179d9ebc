/** Checks the walls between packages and folders, and what each package declares that it needs. */
import { resolve } from 'node:path';
import { boundaryFaults } from './boundary-faults.ts';

const root = resolve(process.argv[2] ?? '.');
// Until the folders have settled.
const UNSETTLED = ['folder-cycle', 'domain-is-pure'];
const faults = (await boundaryFaults(root)).filter(({ rule }) => !UNSETTLED.includes(rule));
for (const { rule, from, to } of faults) process.stderr.write(`${rule}: ${from} -> ${to}\n`);
if (faults.length > 0) process.exitCode = 1;
else process.stdout.write('Boundaries hold\n');
