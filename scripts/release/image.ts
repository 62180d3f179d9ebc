import { execFileSync, spawnSync } from 'node:child_process';

/** Why no image can be built here; undefined where it can. */
export function missingForImage(): string | undefined {
  const { error, status, stderr } = spawnSync('docker', ['info'], { encoding: 'utf8' });
  if (error !== undefined) return 'docker is not installed';
  if (status === 0) return undefined;
  return stderr.trim().split('\n').at(-1) ?? 'docker does not answer';
}

export interface Image {
  version: string;
  revision: string;
  created: string;
}

/** Builds the image of a release from the tree at `root`, and writes it to a file that `docker load` reads. */
export function buildImage(root: string, { version, revision, created }: Image, file: string): string {
  const name = `gatehouse:${version}`;
  const labels = { version, revision, created, licenses: 'MIT', title: 'Gatehouse' };
  const args = Object.entries(labels).flatMap(([key, value]) => [
    '--label',
    `org.opencontainers.image.${key}=${value}`,
  ]);
  execFileSync('docker', ['build', '--tag', name, ...args, root], { stdio: 'inherit' });
  execFileSync('docker', ['save', '--output', file, name], { stdio: 'inherit' });
  return name;
}
