import config from './jest.config.js';

// Read by test/setup/global-setup.js: only SQLite, so no server is started.
process.env.TEST_DATABASES = 'sqlite';

/** @type {import('jest').Config} */
export default {
  ...config,
  // Conflicts need transactions that run beside each other, which SQLite does not have.
  testPathIgnorePatterns: ['/node_modules/', '/test/http/retry\\.spec\\.ts$'],
};
