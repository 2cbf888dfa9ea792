import type { DataSource } from 'typeorm';

/**
 * Makes MySQL and MariaDB keep what the other databases keep: text that compares by code points, blanks included, and
 * the milliseconds of `seenAt`.
 */
export async function exactTables({ options, entityMetadatas, manager }: DataSource): Promise<void> {
  if (options.type !== 'mysql' && options.type !== 'mariadb') return;
  const collation = options.type === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  await manager.transaction(async (sameConnection) => {
    await sameConnection.query('SET FOREIGN_KEY_CHECKS = 0');
    for (const table of new Set(entityMetadatas.map(({ tableName }) => tableName))) {
      await sameConnection.query(`ALTER TABLE \`${table}\` CONVERT TO CHARACTER SET utf8mb4 COLLATE ${collation}`);
    }
    await sameConnection.query('ALTER TABLE person MODIFY seenAt DATETIME(3) NOT NULL');
    await sameConnection.query('SET FOREIGN_KEY_CHECKS = 1');
  });
}
