import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The libraries that are published; the platform itself is the image. */
const PUBLISHED = ['client', 'subscriber'] as const;

/** Packs the libraries that are published. */
export function packLibraries(root: string, folder: string): void {
  for (const library of PUBLISHED) {
    const args = ['pack', '--silent', '--workspace', `libs/${library}`, '--pack-destination', folder];
    execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

interface Sbom {
  metadata: { component: { name: string } };
}

function sbomOf(root: string, name: string, type: string, ...more: readonly string[]): Sbom {
  const args = [
    'sbom',
    '--package-lock-only',
    '--omit',
    'dev',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    type,
  ];
  const text = execFileSync('npm', [...args, ...more], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  const sbom: Sbom = JSON.parse(text);
  // npm names private packages by their folder.
  sbom.metadata.component.name = name;
  return sbom;
}

/** Writes the bill of materials of the platform and of each published library, as CycloneDX. */
export function writeSboms(root: string, folder: string, version: string): void {
  const write = (name: string, sbom: Sbom) =>
    writeFileSync(join(folder, `${name}-${version}.cdx.json`), `${JSON.stringify(sbom, undefined, 2)}\n`);
  write('gatehouse', sbomOf(root, 'gatehouse', 'application'));
  for (const library of PUBLISHED) {
    const sbom = sbomOf(root, `@gatehouse/${library}`, 'library', '--workspace', `libs/${library}`);
    write(`gatehouse-${library}`, sbom);
  }
}

/** Writes the checksums of all that stands in a folder, as `sha256sum --check` reads them. */
export function writeChecksums(folder: string): void {
  const lines = readdirSync(folder)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}  ${name}\n`,
    );
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
}
