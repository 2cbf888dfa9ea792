import type { DataSource } from 'typeorm';
import type { ResourceDefinition } from '../definition/view-definition.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { isUniqueColumn } from '../model/constraint-columns.js';

/** What is wrong with the column that `lookup` names, as only the DataSource tells: two rows may have the same value. */
export function lookupMistakes(
  viewName: string,
  { key, model }: ResourceDefinition,
  dataSource: DataSource,
): readonly ConfigurationMistake[] {
  if (!key || key.isPrimary || !dataSource.hasMetadata(model.entity)) return [];
  const metadata = dataSource.getMetadata(model.entity);
  return key.columns
    .map(({ path }) => path.join('.'))
    .filter((path) => !isUniqueColumn(metadata, path))
    .map((path) => ({
      subject: `${viewName}: "lookup"`,
      problem: `names ${model.name}.${path}, which is not unique by itself, so one path could mean several rows.`,
      remedy: 'Give the column unique: true, or a unique index over it alone and over all rows.',
    }));
}
