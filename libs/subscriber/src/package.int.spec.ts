import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

const PROGRAM = `
import { createSubscriber } from '@gatehouse/subscriber';
import { exampleEvent, grantEvent, openTestLog } from '@gatehouse/subscriber/testing';

const events = await openTestLog();
await events.publish(exampleEvent('gatehouse.directory.user.v1'), grantEvent({ roles: ['COOK'] }));
const subscriber = await createSubscriber({
  log: events.log,
  group: 'canteen.staff',
  handlers: {
    async 'gatehouse.access.grant.v1'({ data: { state } }) {
      console.log(state.roles.join());
    },
  },
});
await subscriber.caughtUp;
await subscriber.close();
await events.close();
`;

describe('the package as it is published', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-package-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('works where there is nothing else of the platform', () => {
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, '@gatehouse'), { recursive: true });
    const dist = join(modules, '@gatehouse/subscriber');
    execFileSync(process.execPath, [
      join(ROOT, 'scripts/build-package.ts'),
      join(ROOT, 'libs/subscriber'),
      dist,
    ]);
    for (const name of ['zod', 'kafkajs', 'p-timeout'])
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    const program = join(folder, 'program.mjs');
    writeFileSync(program, PROGRAM);
    expect(execFileSync(process.execPath, [program], { encoding: 'utf8' })).toBe('COOK\n');
  });
});
