import type { EntityMetadata } from 'typeorm';

export type { EntityMetadata } from 'typeorm';

/** TypeORM's metadata of one column, which its index does not export by name. */
export type ColumnMetadata = EntityMetadata['columns'][number];

/** TypeORM's metadata of one relation. */
export type RelationMetadata = EntityMetadata['relations'][number];

/** TypeORM's metadata of one foreign key. */
export type ForeignKeyMetadata = EntityMetadata['foreignKeys'][number];
