/**
 * Makes a release: the packages, the image, what they are made of (CycloneDX), the changelog and checksums, in
 * `release/<version>`. Publishes nothing: its last lines say how.
 *
 *     npm run release -- 0.2.0       sets the version everywhere, commits, tags and builds
 *     npm run release -- --dry-run   builds the version that is there, and changes nothing else
 *     --no-image                     leaves the image out
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packLibraries, writeChecksums, writeSboms } from './artifacts.ts';
import { type Commit, changelogSection } from './changelog.ts';
import { buildImage, missingForImage } from './image.ts';

const ROOT = join(import.meta.dirname, '../..');
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const CHANGELOG = join(ROOT, 'CHANGELOG.md');

const say = (text: string) => void process.stdout.write(`${text}\n`);
const output = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const manifest = () => JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** The commits since the last release, the newest first; all of them where there was none. */
function commitsSinceRelease(): Commit[] {
  const [last] = output('git', 'tag', '--merged', 'HEAD', '--list', 'v*', '--sort', '-version:refname').split(
    '\n',
  );
  const range = last === undefined || last === '' ? 'HEAD' : `${last}..HEAD`;
  const lines = output('git', 'log', '--format=%h %s', range).split('\n');
  return lines.flatMap((line) => {
    const [, hash, subject] = /^(\S+) (.*)$/.exec(line) ?? [];
    return hash === undefined || subject === undefined ? [] : [{ hash, subject }];
  });
}

/** What prevents a release; a dry run ignores it. */
function obstaclesTo(version: string): string[] {
  const faults = [];
  if (!VERSION.test(version)) faults.push(`${version} is no version, such as 0.2.0`);
  if (output('git', 'status', '--porcelain') !== '')
    faults.push('The tree has changes that are not committed');
  if (output('git', 'tag', '--list', `v${version}`) !== '') faults.push(`v${version} is released already`);
  if (/\bexample\b/.test(manifest().repository?.url ?? 'example'))
    faults.push('"repository" in package.json is still that of an example: name the real one');
  return faults;
}

/** Sets the version of all packages and generated documents, commits, and tags. */
function settleVersion(version: string, section: string): void {
  output('npm', 'version', version, '--workspaces', '--include-workspace-root', '--no-git-tag-version');
  output('npm', 'run', 'generate');
  const before = existsSync(CHANGELOG)
    ? readFileSync(CHANGELOG, 'utf8').replace(/^# Changelog\n\n(?:## Unreleased\n[^#]*)?/, '')
    : '';
  writeFileSync(CHANGELOG, `# Changelog\n\n${section}${before === '' ? '' : `\n${before}`}`);
  output('git', 'add', '--all');
  output('git', 'commit', '--message', `release: ${version}`);
  output('git', 'tag', '--annotate', `v${version}`, '--message', `Gatehouse ${version}`);
}

function release(given: string | undefined, { dry, image }: { dry: boolean; image: boolean }): void {
  const version = given ?? (dry ? manifest().version : '');
  if (dry && version !== manifest().version)
    throw new Error('A dry run builds the version that is there: name none');
  const missing = image ? missingForImage() : undefined;
  const obstacles = dry ? [] : obstaclesTo(version);
  if (missing !== undefined && !dry)
    obstacles.push(`No image can be built: ${missing} (--no-image leaves it out)`);
  if (obstacles.length > 0) throw new Error(obstacles.join('\n'));

  const created = new Date().toISOString();
  const section = changelogSection(version, created.slice(0, 10), commitsSinceRelease());
  if (!dry) settleVersion(version, section);
  const folder = join(ROOT, 'release', version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'CHANGELOG.md'), section);
  packLibraries(ROOT, folder);
  writeSboms(ROOT, folder, version);
  const revision = output('git', 'rev-parse', 'HEAD');
  const file = join(folder, `gatehouse-image-${version}.tar`);
  if (image && missing === undefined) buildImage(ROOT, { version, revision, created }, file);
  writeChecksums(folder);

  say(`Built in ${folder}:\n${readFileSync(join(folder, 'SHA256SUMS'), 'utf8')}`);
  if (missing !== undefined) say(`The image was left out: ${missing}`);
  if (dry) say('Dry run: no version was set, nothing was committed or tagged.');
  else
    say(
      `Publish it:\n  git push --follow-tags\n  npm publish release/${version}/*.tgz, each\n  docker push gatehouse:${version}, under your registry's name`,
    );
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      'no-image': { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1 || (positionals.length === 0 && !values['dry-run'])) {
    throw new Error('Say which version to release (npm run release -- 0.2.0), or --dry-run');
  }
  release(positionals[0], { dry: values['dry-run'], image: !values['no-image'] });
} catch (error) {
  process.stderr.write(`release: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
