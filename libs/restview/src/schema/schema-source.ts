import type { EntityClass } from '../model/entity-class.js';
import type {
  ColumnDescription,
  EmbeddedDescription,
  ModelDescription,
  RelationDescription,
} from '../model/model-description.js';

/** What a schema is held against: an entity, or an embedded of one. */
export interface SchemaSource {
  /** The name for messages, such as `User` or `User.address`. */
  readonly name: string;
  readonly entity: EntityClass;
  readonly model?: ModelDescription;
  readonly columns: ReadonlyMap<string, ColumnDescription>;
  readonly relations: ReadonlyMap<string, RelationDescription>;
  readonly embeddeds: ReadonlyMap<string, EmbeddedDescription>;
  /** Only fields that say so stand for columns: what else has the name of one is something else. */
  readonly isAsked?: true;
}

const ASKED = new WeakMap<ModelDescription, SchemaSource>();

/** An entity as what the body of an action is held against, where a field of it asks for a column. */
export function askedSource(model: ModelDescription): SchemaSource {
  const known = ASKED.get(model);
  if (known) return known;
  const { model: _model, ...source } = modelSource(model);
  const asked: SchemaSource = Object.freeze({ ...source, isAsked: true });
  ASKED.set(model, asked);
  return asked;
}

/** An entity as what a schema is held against. */
export function modelSource(model: ModelDescription): SchemaSource {
  return Object.freeze({
    name: model.name,
    entity: model.entity,
    model,
    columns: byName(model.columns),
    relations: new Map(model.relations.map((relation) => [relation.property, relation])),
    embeddeds: new Map(model.embeddeds.map((embedded) => [embedded.property, embedded])),
  });
}

/** An embedded of an entity as what a nested schema is held against. */
export function embeddedSource(embedded: EmbeddedDescription, owner: SchemaSource): SchemaSource {
  return Object.freeze({
    name: `${owner.name}.${embedded.property}`,
    entity: embedded.target,
    columns: byName(embedded.columns),
    relations: new Map(),
    embeddeds: new Map(embedded.embeddeds.map((inner) => [inner.property, inner])),
  });
}

function byName(columns: readonly ColumnDescription[]): ReadonlyMap<string, ColumnDescription> {
  return new Map(columns.map((column) => [column.path.at(-1) ?? '', column]));
}
