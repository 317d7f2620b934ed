/**
 * Jest runs the compiled files: the code under test is the code that ships. Files share the modules of the process
 * that they run in (docs/decisions/0026-tests-share-modules.md).
 */
export default {
  rootDir: 'dist',
  runner: 'jest-light-runner/child-process',
  testMatch: ['<rootDir>/tests/**/*.test.js'],
  transform: {},
  setupFiles: ['reflect-metadata', '<rootDir>/tests/support/property-reports.js'],
  globalSetup: '<rootDir>/tests/support/global-setup.js',
  globalTeardown: '<rootDir>/tests/support/global-teardown.js',
  testSequencer: '<rootDir>/tests/support/slowest-first.js',
  reporters: ['default', '<rootDir>/tests/support/hang-reporter.js'],
  maxWorkers: 3, // two cores, and many tests wait for programs that they started
};
