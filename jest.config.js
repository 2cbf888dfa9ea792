/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/apps'],
  testRegex: '\\.spec\\.ts$',
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    // The library by its own name, from source: no build is needed to test.
    '^nestjs-restview$': '<rootDir>/libs/restview/src/index.ts',
    '^nestjs-restview/client$': '<rootDir>/libs/restview/src/client/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/setup/global-setup.js',
  globalTeardown: '<rootDir>/test/setup/global-teardown.js',
  coverageProvider: 'v8',
  collectCoverageFrom: ['libs/*/src/**/*.ts'],
  maxWorkers: 2,
  testTimeout: 30_000,
};
