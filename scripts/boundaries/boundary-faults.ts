import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruiseWorkspace } from './cruise-workspace.ts';
import { cycleFaults } from './cycles.ts';
import { dependencyFaults, type Fault } from './declared-dependencies.ts';
import { domainFiles } from './rules.ts';
import { isTestSupport, type Package, readWorkspace } from './workspace.ts';

/** What makes a decision depend on when or where it is made. */
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bsetTimeout\(|\bcrypto\./;

/** Domain files that take the time or chance from anywhere but their arguments. */
function impureFiles(root: string, packages: readonly Package[], paths: readonly string[]): Fault[] {
  const domain = domainFiles(packages);
  const isDomain = (path: string) =>
    domain.some((pattern) => new RegExp(pattern).test(path)) && !isTestSupport(packages, path);
  return paths.filter(isDomain).flatMap((from) => {
    const [to] = IMPURE.exec(readFileSync(join(root, from), 'utf8')) ?? [];
    return to === undefined ? [] : [{ rule: 'domain-without-clock', from, to }];
  });
}

/** Packages that do not say where they stand. */
function untagged(packages: readonly Package[]): Fault[] {
  return packages
    .filter(({ folder, layer, context }) => folder !== '' && (layer === undefined || context === undefined))
    .map(({ folder }) => ({
      rule: 'untagged-package',
      from: `${folder}/package.json`,
      to: 'layer:… and context:…',
    }));
}

/** Every import and declaration of a workspace that breaks a rule. */
export async function boundaryFaults(root: string): Promise<Fault[]> {
  const packages = readWorkspace(root);
  const cruised = await cruiseWorkspace(root, packages);
  const faults = [
    ...cruised.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    ...dependencyFaults(root, packages, cruised),
    ...cycleFaults(packages, cruised),
    ...impureFiles(
      root,
      packages,
      cruised.modules.map(({ source }) => source),
    ),
    ...untagged(packages),
  ];
  const key = ({ rule, from, to }: Fault) => `${rule} ${from} ${to}`;
  return faults.sort((one, other) => key(one).localeCompare(key(other)));
}
