import config from '../../jest.sqlite.config.js';

// Read by current-types.spec.ts: the files are written instead of compared.
process.env.WRITE_CLIENT_TYPES = 'yes';

/** @type {import('jest').Config} */
export default { ...config, rootDir: '../..', testRegex: '/test/client/current-types\\.spec\\.ts$' };
