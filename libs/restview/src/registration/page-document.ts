import { ApiProperty } from '@nestjs/swagger';
import { componentName } from '../schema/document/swagger-metadata.js';
import type { ListDialect } from '../query/list-dialect.js';
import type { ListGrammar } from '../query/list-grammar.js';
import { namedClass } from '../schema/named-class.js';
import type { SchemaClass } from '../schema/schema-class.js';
import { prototypeOf } from '../schema/document/swagger-metadata.js';

type PropertySchema = Readonly<Record<string, unknown>>;

const COUNT: PropertySchema = { type: 'integer', minimum: 0 };
const TOTAL: PropertySchema = { ...COUNT, description: 'All rows that the query finds, on every page.' };
const PLACE: PropertySchema = { type: 'string', nullable: true };

const pages = new WeakMap<SchemaClass, Map<string, SchemaClass>>();

/**
 * The document's component for a page of a response class; one per class and kind of page.
 *
 * Its name follows from both, so that it does not depend on what other views there are: `UserReadPage`, and
 * `UserReadNumberedPage` or `UserReadCursorPage` for lists with one kind of pages only.
 */
export function pageDocumentOf(item: SchemaClass, dialect: ListDialect, grammar: ListGrammar): SchemaClass {
  const properties = dialect.envelopeProperties ?? envelopeProperties(grammar);
  const shape = Object.keys(properties).join();
  const known = pages.get(item) ?? new Map<string, SchemaClass>();
  pages.set(item, known);
  const page = known.get(shape) ?? pageClass(pageNameOf(item, dialect, grammar), item, properties);
  known.set(shape, page);
  return page;
}

/** The name of that component. */
export function pageNameOf(item: SchemaClass, dialect: ListDialect, grammar: ListGrammar): string {
  return componentName(item) + kindOf(dialect, grammar);
}

function kindOf({ envelopeProperties, envelopeName = 'DialectPage' }: ListDialect, { pageKinds }: ListGrammar): string {
  if (envelopeProperties) return envelopeName;
  if (!pageKinds.includes('cursor')) return 'NumberedPage';
  return pageKinds.includes('page') ? 'Page' : 'CursorPage';
}

function pageClass(name: string, item: SchemaClass, properties: Readonly<Record<string, PropertySchema>>): SchemaClass {
  const Page = namedClass(name);
  const prototype = prototypeOf(Page);
  ApiProperty({ type: [item] })(prototype, 'items');
  for (const [property, schema] of Object.entries(properties)) ApiProperty({ ...schema })(prototype, property);
  return Page;
}

/** Counts may be declined and cursors are for walks, so a page has the one or the other. */
function envelopeProperties({ pageKinds }: ListGrammar): Readonly<Record<string, PropertySchema>> {
  return {
    total: { ...TOTAL, required: false },
    ...(pageKinds.includes('page') && {
      page: { type: 'integer', minimum: 1, required: !pageKinds.includes('cursor') },
    }),
    page_size: COUNT,
    ...(pageKinds.includes('page') && { total_pages: { ...COUNT, required: false } }),
    ...(pageKinds.includes('cursor') && {
      next: { ...PLACE, required: false, description: 'The `cursor` of the next page; null on the last one.' },
      prev: { ...PLACE, required: false, description: 'The `cursor` of the page before; null on the first one.' },
    }),
  };
}
