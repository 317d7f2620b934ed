/** Jest runs the compiled files: the code under test is the code that ships. */
export default {
  rootDir: 'dist',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.js'],
  transform: {},
  globalSetup: '<rootDir>/tests/support/global-setup.js',
  globalTeardown: '<rootDir>/tests/support/global-teardown.js',
  maxWorkers: 2,
  testTimeout: process.env.SOAK ? 1_800_000 : 30_000,
};
