import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { boundaryRules } from './rules.ts';
import type { Package } from './workspace.ts';

const CRUISE_OPTIONS: ICruiseOptions = {
  doNotFollow: { path: 'node_modules' },
  // What was built is no source.
  exclude: { path: '^libs/[^/]+/dist/' },
  parser: 'swc',
  tsPreCompilationDeps: true,
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
};

/** Reads the imports of all files of a workspace, and judges them by its rules. */
export async function cruiseWorkspace(root: string, packages: readonly Package[]): Promise<ICruiseResult> {
  const folders = ['apps', 'libs', 'examples', 'bench', 'scripts'].filter((one) =>
    existsSync(join(root, one)),
  );
  const options: ICruiseOptions = {
    ...CRUISE_OPTIONS,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: boundaryRules(packages) },
  };
  const { output } = await cruise(folders, options);
  return output as ICruiseResult;
}
