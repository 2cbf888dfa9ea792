import config from './jest.config.js';

// Read by test/setup/global-setup.js: only SQLite, so no server is started.
process.env.TEST_DATABASES = 'sqlite';

export default config;
