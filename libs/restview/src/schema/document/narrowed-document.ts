import type { ColumnDescription } from '../../model/model-description.js';
import type { SchemaClass } from '../schema-class.js';
import type { FieldDescription } from '../schema-description.js';
import { columnDocument } from './column-document.js';
import { documentedApplications } from './documented-application.js';
import { documentKeyword, documentOf, type PropertyDocument } from './swagger-metadata.js';

/** Keywords that the limits of a database may give a value, and which of two values is the narrower one. */
const LIMITS: Readonly<Record<string, (one: number, other: number) => number>> = {
  minimum: Math.max,
  maximum: Math.min,
  maxLength: Math.min,
};

/**
 * Adds the limits of the application's database to what the document says of a field: `int` has 32 bits on PostgreSQL.
 *
 * @param author - the class that the author of the schema wrote; what it says stands.
 * @param document - what is said of the field whatever the database is; a mapped class has copies of more.
 */
export function documentLimits(
  schema: SchemaClass,
  { property, column }: FieldDescription,
  author: SchemaClass,
  document: PropertyDocument,
): void {
  if (!column || documentOf(schema, property)?.type !== columnDocument(column).type) return;
  for (const keyword of keywordsOf(column)) {
    const said = document[keyword];
    documentKeyword(schema, property, keyword, author, () => narrower(keyword, said, limitsOf(column)[keyword]));
  }
}

function keywordsOf({ kind, minimum, maximum, maxLength }: ColumnDescription): readonly string[] {
  if (kind === 'integer' && (minimum === undefined || maximum === undefined)) return ['minimum', 'maximum'];
  return kind === 'string' && maxLength === undefined ? ['maxLength'] : [];
}

function limitsOf(column: ColumnDescription): PropertyDocument {
  const [application] = documentedApplications();
  return application ? columnDocument(application.narrowed(column)) : {};
}

function narrower(keyword: string, said: unknown, limit: unknown): unknown {
  if (typeof said !== 'number') return limit;
  return typeof limit === 'number' ? LIMITS[keyword]?.(said, limit) : said;
}
