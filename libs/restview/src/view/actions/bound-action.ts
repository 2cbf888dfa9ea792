import type { ActionDefinition } from '../../definition/action-definition.js';
import type { InputReader } from '../../schema/input/read-input.js';
import type { Serializer } from '../../schema/serializer.js';

/** A custom action in a running application. */
export interface BoundAction {
  readonly definition: ActionDefinition;
  /** Reads the body; absent where the action takes none. */
  readonly readBody?: InputReader;
  /** Makes the answer of an object; absent where the answer has rows of the view, or no content. */
  readonly serialize?: Serializer;
}

/** The custom actions of a view, each by the name of its endpoint method. */
export type BoundActions = ReadonlyMap<string, BoundAction>;
