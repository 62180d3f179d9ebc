/** Checks the boundaries between packages and folders, and what each package declares: `docs/architecture.md` has the rules. */
import { resolve } from 'node:path';
import { boundaryFaults } from './boundary-faults.ts';

const faults = await boundaryFaults(resolve(process.argv[2] ?? '.'));
for (const { rule, from, to } of faults) process.stderr.write(`${rule}: ${from} -> ${to}\n`);
if (faults.length === 0) process.stdout.write('Boundaries hold\n');
else {
  process.stderr.write('docs/architecture.md says what each rule forbids.\n');
  process.exitCode = 1;
}
