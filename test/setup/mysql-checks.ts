import type { DataSource } from 'typeorm';

/** Makes a check constraint on MySQL and MariaDB, for which TypeORM makes none from `@Check`; elsewhere it is there. */
export async function addCheckOn(
  { dataSource }: { readonly dataSource: DataSource },
  table: string,
  name: string,
  expression: string,
): Promise<void> {
  const { type } = dataSource.options;
  if (type !== 'mysql' && type !== 'mariadb') return;
  await dataSource.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${expression})`);
}
