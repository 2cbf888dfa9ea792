import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { databaseAt } from './database.js';
import { DEMO_OWNER, DEMO_PASSWORD } from './seed/seed-people.js';
import { seedShop } from './seed/seed-shop.js';
import { FULL_SEED } from './seed/seed-sizes.js';
import { createShop } from './shop.js';

// PostgreSQL's timestamps have no zone: every process of the shop takes them as UTC, and so does `databaseAt`.
process.env.TZ = 'UTC';

const below = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { PORT = '3000', DATABASE = below('../shop.sqlite'), SHOP_SECRET, TRUST_PROXY } = process.env;

try {
  const app = await createShop({
    database: databaseAt(DATABASE),
    // Without a secret of its own, the shop makes one, and sign-ins end with the process.
    secret: SHOP_SECRET ?? randomBytes(32).toString('base64url'),
    trustProxy: TRUST_PROXY === '1',
    page: below('../admin/dist'),
  });
  const begun = Date.now();
  if (await seedShop(app.get(DataSource), { ...FULL_SEED, today: new Date() })) {
    console.log(`The shop was empty: it has data for demonstration now (${String(Date.now() - begun)} ms).`);
  }
  await app.listen(PORT);
  console.log(`
The shop is open:  http://localhost:${PORT}
Its API:           http://localhost:${PORT}/api/docs
Sign in as:        ${DEMO_OWNER}
Password:          ${DEMO_PASSWORD}  (for demonstration only)
`);
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    isTaken ? `Port ${PORT} is taken. Choose another one: PORT=${String(Number(PORT) + 1)} npm run shop` : error,
  );
  process.exit(1);
}
