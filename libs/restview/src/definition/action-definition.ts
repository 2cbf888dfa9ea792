import type { SchemaClass } from '../schema/schema-class.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { InputDefinition } from './input-definition.js';

/**
 * What an action answers with.
 *
 * @public
 */
export interface ActionResponseDefinition {
  /** The class that documents one object. */
  readonly schema: SchemaClass;
  /** Its fields: nothing else leaves. */
  readonly description: SchemaDescription;
  /** It is a list of them. */
  readonly isList: boolean;
  /** They are rows of the view, by its read schema. */
  readonly isOfView: boolean;
}

/**
 * A custom action of a view: `@InstanceAction` or `@CollectionAction`.
 *
 * @public
 */
export interface ActionDefinition {
  /** What guards, `authorize` and the hooks are told, such as `publish`. */
  readonly name: string;
  /** The name for people. */
  readonly label: string;
  /** What it does, where the developer says so. */
  readonly description?: string;
  /** Whether it is about one row, or about all. */
  readonly kind: 'instance' | 'collection';
  /** The method of the view that has the domain step; it carries the decorator. */
  readonly verb: string;
  /** The method of the view that answers, such as `publishEndpoint`. */
  readonly method: string;
  /** The HTTP method in capitals; `GET` for an action that writes nothing. */
  readonly httpMethod: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path below the view's own, such as `/:id/publish` or `/import`. */
  readonly path: string;
  /** The body; `null` where it takes none. */
  readonly body: InputDefinition | null;
  /** The answer; `null` where it has no content. */
  readonly response: ActionResponseDefinition | null;
  /** The status of the success. */
  readonly status: number;
  /** What it returns is made by it: the answer names its place, and it has to be where the caller may see it. */
  readonly creates: boolean;
  /** The row is locked while the action runs. */
  readonly lock: boolean;
  /** Problems that the developer names, by status: in words, or `true` for the usual ones. */
  readonly problems: Readonly<Record<number, string | true>>;
}
