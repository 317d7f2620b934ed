/** Jest runs the compiled files: the code under test is the code that ships. */
export default {
  rootDir: 'dist',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.js'],
  transform: {},
  globalSetup: '<rootDir>/tests/support/global-setup.js',
  globalTeardown: '<rootDir>/tests/support/global-teardown.js',
  testSequencer: '<rootDir>/tests/support/slowest-first.js',
  maxWorkers: 3, // two cores, and many tests wait for programs that they started
  // Some tests start programs and databases, which takes its time on a busy machine.
  testTimeout: process.env.SOAK ? 1_800_000 : 120_000,
};
