/** The browser tests, apart from the others: they need a Chromium (see README.md), and each has both cores to itself. */
import base from './jest.config.js';

export default {
  ...base,
  testMatch: ['<rootDir>/tests/browser/*.browser.js'],
  globalSetup: '<rootDir>/tests/browser/support/global-setup.js',
  reporters: ['default', ['<rootDir>/tests/support/hang-reporter.js', { minutes: 10 }]],
  maxWorkers: 1, // a page is to change within two seconds: nothing else may hold it up
};
