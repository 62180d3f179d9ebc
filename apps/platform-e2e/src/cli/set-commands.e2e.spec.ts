import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testing';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { CHECKOUT } from '../testing/program.ts';
import { makeUser } from '../testing/scene.ts';

const CLI = join(CHECKOUT, 'apps/cli/src/boot.js');
const REGISTER = join(CHECKOUT, 'apps/standalone/src/demo/establishments.csv');
const SAM = 'sam@school.example';

let platform: PlatformProcess;
let apiSecret = '';
beforeAll(async () => {
  platform = await platformProcess();
  for (const name of ['edubasealldata.csv', 'edubasealldata20260101.csv']) {
    copyFileSync(REGISTER, join(platform.dataDir, name));
  }
  writeFileSync(
    join(platform.dataDir, 'people.csv'),
    'email,given_name,family_name\nann@school.example,Ann,Ray\n',
  );
  writeFileSync(join(platform.dataDir, 'secret.txt'), 'a-secret-of-the-provider');
  await makeUser(platform.operator, 'someone@school.example');
});
afterAll(() => platform?.kill());

interface Ended {
  code: number;
  out: string;
  err: string;
}

function ran(words: readonly string[]): Promise<Ended> {
  const { url: GATEHOUSE_URL, dataDir: DATA_DIR } = platform;
  const env = { PATH: process.env.PATH, GATEHOUSE_URL, DATA_DIR, API_SECRET: apiSecret };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...words], { cwd: DATA_DIR, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** Runs a command that must be done. Lists follow writes within a second: what is not listed yet is looked up again. */
async function done(...words: readonly string[]): Promise<string> {
  const ended = await eventually(async () => {
    const attempt = await ran(words);
    if (/There is no (user|organisation|service) with /.test(attempt.err))
      throw new Error(`${words.join(' ')}: ${attempt.err}`);
    return attempt;
  });
  // What is done may be remarked on.
  const { code, err } = ended;
  expect({ words, code, err: code === 0 ? '' : err }).toEqual({ words, code: 0, err: '' });
  return ended.out;
}

/** The lines of a document that begin with the command, their words as a shell takes them apart. */
function documented(file: string): string[][] {
  const lines = readFileSync(join(CHECKOUT, file), 'utf8').matchAll(/^(?:npx )?gatehouse (.*?)(?: +#.*)?$/gm);
  return [...lines].map(([, line = '']) =>
    [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", '')),
  );
}

/** Commands that make a record or change it. */
const isSet = ([group, name]: readonly string[]) => name === 'set' || (group === 'user' && name === 'join');

test.each([
  ['docs/operate.md', 'dinners', 6],
  ['docs/cli.md', 'school-meals', 15],
])('the commands of %s work in their order, and those that set once more', async (file, service, atLeast) => {
  const commands = documented(file);
  expect(commands.length).toBeGreaterThanOrEqual(atLeast);
  for (const documentedWords of commands) {
    const words = documentedWords.map((word) => word.replace('school-meals', service));
    const out = await done(...words);
    if (isSet(words)) await done(...words);
    apiSecret = /^apiSecret +(\S+)$/m.exec(out)?.[1] ?? apiSecret;
  }
});

/** Each command with `--replace`: what it is to change, options that change some of it, and what of it is then different. */
const SETS: readonly (readonly [
  string,
  readonly string[],
  readonly string[],
  Readonly<Record<string, unknown>>,
])[] = [
  ['service set', ['school-meals'], ['--description', 'Lunch'], { description: 'Lunch' }],
  ['role set', ['school-meals', 'COOK'], ['--name', 'Chef'], { name: 'Chef' }],
  ['role set', ['school-meals', 'COOK'], ['--status', 'Inactive'], { status: 'Inactive' }],
  ['role set', ['school-meals', 'COOK'], ['--status', 'Active'], { status: 'Active' }],
  ['policy set', ['school-meals', 'schools'], ['--name', 'All schools'], { name: 'All schools' }],
  ['organisation set', ['100000'], ['--telephone', '02072831147'], { telephone: '02072831147' }],
  ['user set', [SAM], ['--family-name', 'Ray'], { family_name: 'Ray' }],
  ['user join', [SAM, '100000'], ['--text-identifier', 'S-1'], { textIdentifier: 'S-1' }],
  [
    'grant set',
    [SAM, '100000', 'school-meals'],
    ['--identifier', 'kitchen=12'],
    {
      identifiers: [{ key: 'kitchen', value: '12' }],
    },
  ],
];

test.each(SETS)(
  '%s %j %j changes that alone of what is there, the first time and the second',
  async (command, names, options, changed) => {
    const set = async (...more: readonly string[]) =>
      JSON.parse(await done(...command.split(' '), ...names, ...more, '--json'));
    const before = await set();
    expect(await set(...options)).toEqual({ ...before, ...changed });
    expect(await set(...options)).toEqual({ ...before, ...changed });
  },
);

test('no command with --replace is left out', async () => {
  const follows = (await done('completion', 'bash')).matchAll(/^ +' ([^'-]+)'\) words='([^']*)'/gm);
  const replacing = [...follows].filter(([, , words = '']) => words.split(' ').includes('--replace'));
  expect(new Set(replacing.map(([, command]) => command))).toEqual(new Set(SETS.map(([command]) => command)));
});
