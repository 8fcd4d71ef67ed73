const unit = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  roots: ['<rootDir>/test/cluster/suites'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/jest/setup.ts',
  globalTeardown: '<rootDir>/test/cluster/jest/teardown.ts',
  maxWorkers: 3,
  testTimeout: 120_000,
};
