/** The walls of the house: which rooms may know of which. Checked by `npm run lint`. */
module.exports = {
  forbidden: [
    {
      name: 'apps-never-import-apps',
      comment:
        'Apps meet only through HTTP and the event log; standalone alone composes them; platform-e2e, api-docs and maintenance work on the composed platform.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/(standalone|platform-e2e|api-docs|maintenance)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'libs-by-their-index-only',
      severity: 'error',
      from: { path: '^(apps|libs|examples)/([^/]+)/' },
      to: {
        path: '^libs/([^/]+)/src/',
        pathNot: ['^libs/$2/', '^libs/[^/]+/src/(((testing/)?index|contract-suite)\\.ts|boot\\.js)$'],
      },
    },
    {
      name: 'client-stands-alone',
      comment: 'It is published for services, who have nothing else of the platform.',
      severity: 'error',
      from: { path: '^libs/client/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(apps|libs/(?!client/))' },
    },
    {
      name: 'examples-use-what-is-published',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(apps/|libs/(?!client/|subscriber/))' },
    },
    {
      name: 'contract-suites-only-in-tests',
      severity: 'error',
      from: { pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/[^/]+/src/contract-suite\\.ts$' },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['\\.spec\\.ts$', '^libs/testing/', '/contract-suite(/|\\.ts$)', '/testing/'],
      },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'engines-behind-their-ports',
      comment:
        'No app knows an engine: node:sqlite, mongoose and kafkajs stay in libs/store, libs/event-log and libs/sqlite.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['^libs/(store|event-log|sqlite)/', '/src/stores/', '/testing/', '\\.spec\\.ts$'],
      },
      to: { path: '^(node:sqlite|sqlite)$|node_modules/(mongoose|kafkajs)/' },
    },
    {
      name: 'stores-take-only-the-schema',
      comment:
        'Declarations of collections use mongoose for its Schema; pure domain uses none of the machinery.',
      severity: 'error',
      from: {
        path: '^apps/[^/]+/src/(user|organisation|service|grant|invitation|registration|delivery)\\.ts$',
      },
      to: { path: 'node_modules/(express|mongoose|kafkajs|undici)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(apps|libs|examples)/' },
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      // What the browser loads is served beside the script, not found by Node.
      from: { path: '^(apps|libs|examples)/', pathNot: '(^libs/pages|/docs)/(src/)?[^/]+\\.js$' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What was built is no source.
    exclude: { path: '^libs/[^/]+/dist/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
