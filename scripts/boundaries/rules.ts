import type { IForbiddenRuleType } from 'dependency-cruiser';
import { LAYERS, type Layer, type Package, TEST_FILES, TEST_LAYERS } from './workspace.ts';

/** Files of the domain, in apps with a store: `<entity>.ts` in the folder of its name, and `*.domain.ts`. */
export function domainFiles(packages: readonly Package[]): string[] {
  const apps = packages.filter(
    ({ layer, dependencies }) => layer === 'app' && '@gatehouse/store' in dependencies,
  );
  const within = `^(?:${apps.map(({ folder }) => folder).join('|')})/.+`;
  // One pattern refers back to its group: it stands first wherever patterns are joined.
  return apps.length === 0 ? [] : [`${within}/([a-z-]+)s?/\\1\\.ts$`, `${within}\\.domain\\.ts$`];
}

const SOURCES = '^(apps|libs|examples)/';

const inFolders = (packages: readonly Package[]) => packages.map(({ folder }) => `^${folder}/`);
const ofLayers = (packages: readonly Package[], layers: readonly Layer[]) =>
  inFolders(packages.filter(({ layer }) => layer !== undefined && layers.includes(layer)));

/** One rule for each layer: what its packages may not import. */
function layerRules(packages: readonly Package[]): IForbiddenRuleType[] {
  const present = (Object.keys(LAYERS) as Layer[]).filter((layer) => ofLayers(packages, [layer]).length > 0);
  return present.flatMap((layer) => {
    const allowed: readonly Layer[] = [layer, ...LAYERS[layer]];
    const others = present.filter((other) => !allowed.includes(other));
    if (others.length === 0) return [];
    return {
      name: `layer-${layer}`,
      severity: 'error',
      from: { path: ofLayers(packages, [layer]), pathNot: TEST_LAYERS.includes(layer) ? [] : TEST_FILES },
      to: { path: ofLayers(packages, others) },
    };
  });
}

/** One rule for each bounded context: its apps meet the others' only through HTTP and the event log. */
function contextRules(packages: readonly Package[]): IForbiddenRuleType[] {
  const apps = packages.filter(({ layer }) => layer === 'app');
  const contexts = [...new Set(apps.map(({ context }) => context))];
  if (contexts.length < 2) return [];
  return contexts.map((context) => ({
    name: 'contexts-apart',
    severity: 'error',
    from: { path: inFolders(apps.filter((app) => app.context === context)) },
    to: { path: inFolders(apps.filter((app) => app.context !== context)) },
  }));
}

/** For a package that declares the order of its folders: none imports a later one. */
function folderRules(packages: readonly Package[]): IForbiddenRuleType[] {
  return packages.flatMap(({ folder, folders }) =>
    folders.slice(0, -1).map((name, at) => ({
      name: 'folder-order',
      severity: 'error',
      from: { path: `^${folder}/src/${name}/`, pathNot: TEST_FILES },
      to: { path: folders.slice(at + 1).map((later) => `^${folder}/src/${later}/`) },
    })),
  );
}

/** What holds between all files, whatever their package's tags. */
function commonRules(packages: readonly Package[]): IForbiddenRuleType[] {
  const domain = domainFiles(packages);
  const allowedInDomain = ['^libs/(contracts|errors)/', '^libs/runtime/src/ids\\.ts$', '^(node:)?util$'];
  const entrances = packages.flatMap((one) =>
    one.entrances.map((path) => `^${path.replaceAll('.', '\\.')}$`),
  );
  return [
    {
      name: 'packages-by-their-exports',
      comment: 'Another package is imported by a file that its package.json exports.',
      severity: 'error',
      // What measures and what drives the whole platform reach inside.
      from: { path: '^((apps|libs|examples)/[^/]+)/', pathNot: ofLayers(packages, ['workbench']) },
      to: { path: '^(apps|libs|examples)/[^/]+/', pathNot: ['^$1/', ...entrances] },
    },
    {
      name: 'test-support-only-in-tests',
      severity: 'error',
      from: { path: SOURCES, pathNot: [...TEST_FILES, ...ofLayers(packages, TEST_LAYERS)] },
      to: { path: [...TEST_FILES, ...ofLayers(packages, TEST_LAYERS)] },
    },
    {
      name: 'engines-behind-their-ports',
      comment: 'Only the adapters of the ports know an engine.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [...TEST_FILES, ...ofLayers(packages, ['engine', ...TEST_LAYERS])],
      },
      to: { path: '^(node:)?sqlite$|node_modules/(mongoose|mongodb|kafkajs)/' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'A domain file imports other domain files, contracts, errors and what makes ids; time is an argument.',
      severity: 'error',
      from: { path: domain, pathNot: TEST_FILES },
      to: { pathNot: [...domain, ...allowedInDomain] },
    },
    { name: 'no-cycles', severity: 'error', from: { path: SOURCES }, to: { circular: true } },
    {
      name: 'no-unresolved',
      severity: 'error',
      // A browser loads it from the folder that it is served from; Node does not resolve it.
      from: { path: SOURCES, pathNot: '(^libs/pages|/docs)/(src/)?[^/]+\\.js$' },
      to: { couldNotResolve: true },
    },
  ];
}

/** The rules of dependency-cruiser for a workspace, from the tags of its packages. */
export function boundaryRules(packages: readonly Package[]): IForbiddenRuleType[] {
  return [
    ...layerRules(packages),
    ...contextRules(packages),
    ...folderRules(packages),
    ...commonRules(packages),
  ];
}
