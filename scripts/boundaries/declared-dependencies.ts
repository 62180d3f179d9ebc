import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICruiseResult, IModule } from 'dependency-cruiser';
import { isTestSupport, type Package, packageOf } from './workspace.ts';

/** What is found by its name alone: no import, and yet needed. */
const RESOLVED = /(?:import\.meta|createRequire\(import\.meta\.url\))(?:\.resolve)?\('([^'./][^']*)'\)/g;

export interface Fault {
  rule: string;
  from: string;
  to: string;
}

const nameOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The names of the packages, from elsewhere or of the workspace, that a file needs. */
export function neededBy(
  root: string,
  packages: readonly Package[],
  { source, dependencies }: IModule,
): string[] {
  const own = packageOf(packages, source);
  const imported = dependencies.flatMap(({ resolved, coreModule, couldNotResolve }) => {
    if (coreModule || couldNotResolve || resolved.startsWith('node:') || resolved.startsWith('.')) return [];
    const [, inside] = /(?:^|.*\/)node_modules\/(.+)$/.exec(resolved) ?? [];
    if (inside !== undefined) return [nameOf(inside)];
    const other = packageOf(packages, resolved);
    return other === own ? [] : [other.name];
  });
  const text = readFileSync(join(root, source), 'utf8');
  return [...imported, ...[...text.matchAll(RESOLVED)].map(([, specifier = '']) => nameOf(specifier))];
}

/** What each package's files import: in production, and in tests. */
function importsByPackage(root: string, packages: readonly Package[], { modules }: ICruiseResult) {
  const faults: Fault[] = [];
  const used = new Map(
    packages.map(({ name }) => [name, { production: new Set<string>(), tests: new Set<string>() }]),
  );
  for (const module of modules) {
    const { source } = module;
    if (source.includes('node_modules/') || module.coreModule || module.couldNotResolve) continue;
    const own = packageOf(packages, source);
    const isTest = own.folder === '' || isTestSupport(packages, source);
    const declared = isTest ? { ...own.dependencies, ...own.devDependencies } : own.dependencies;
    for (const name of neededBy(root, packages, module)) {
      used.get(own.name)?.[isTest ? 'tests' : 'production'].add(name);
      if (!(name in declared)) faults.push({ rule: 'undeclared-dependency', from: source, to: name });
    }
  }
  return { used, faults };
}

/** Versions that are ranges, or differ between packages; what is published names ranges. */
function versionFaults(packages: readonly Package[]): Fault[] {
  const names = new Set(packages.map(({ name }) => name));
  const versions = new Map<string, string>();
  const faultOf = (from: string, name: string, version: string): Fault[] => {
    if (names.has(name)) return [];
    if (!/^\d/.test(version)) return [{ rule: 'inexact-version', from, to: name }];
    const other = versions.get(name) ?? version;
    versions.set(name, other);
    return other === version ? [] : [{ rule: 'two-versions', from, to: name }];
  };
  return packages
    .filter(({ published }) => !published)
    .flatMap(({ folder, dependencies, devDependencies }) =>
      [dependencies, devDependencies]
        .flatMap((declared) => Object.entries(declared))
        .flatMap(([name, version]) => faultOf(join(folder, 'package.json'), name, version)),
    );
}

/** Where what a package declares is not what its files import. */
export function dependencyFaults(
  root: string,
  packages: readonly Package[],
  cruised: ICruiseResult,
): Fault[] {
  const { used, faults } = importsByPackage(root, packages, cruised);
  const unused = packages
    // What is published declares as well what the packages need whose sources it takes along.
    .filter(({ folder, published }) => folder !== '' && !published)
    .flatMap(({ name, folder, dependencies, devDependencies }) => {
      const { production = new Set(), tests = new Set() } = used.get(name) ?? {};
      const typed = (one: string) => one.replace(/^@types\//, '');
      const isUnused = [
        ...Object.keys(dependencies).filter((one) => !production.has(one)),
        ...Object.keys(devDependencies).filter(
          (one) => !tests.has(typed(one)) && !(one !== typed(one) && production.has(typed(one))),
        ),
      ];
      return isUnused.map((to) => ({ rule: 'unused-dependency', from: join(folder, 'package.json'), to }));
    });
  return [...faults, ...unused, ...versionFaults(packages)];
}
