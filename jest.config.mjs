/** Node runs the TypeScript as it is, so jest runs the very files that production runs. */
export default {
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,bench,libs,scripts}/**/*.spec.ts'],
  // For what never ends; how long facts are waited for is up to each test (`eventually`).
  testTimeout: 900_000,
  // Tests wait for other processes more than they compute: three workers use two cores.
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/skipped-reporter.mjs'],
};
