import type { BodyArgument, Method, OperationAt, ParametersOf } from './operation.js';
import type { WriteOptions } from './request-options.js';

type ActionPath<Path, Base extends string> = Path extends `${Base}/${infer Name}`
  ? Name extends `${string}{${string}` | ''
    ? never
    : Name
  : never;

type ActionsBy<Paths, Base extends string, By extends Method> = {
  [
    Path in keyof Paths & string as [OperationAt<Paths, Path, By>] extends [never]
      ? never
      : By extends 'post'
        ? ActionPath<Path, Base>
        : `${Uppercase<By>} ${ActionPath<Path, Base>}`
  ]: OperationAt<Paths, Path, By>;
};

/** The operations below a path, by name: `publish` for a POST, `GET referrers` for another method. */
export type ActionsBelow<Paths, Base extends string> = ActionsBy<Paths, Base, 'post'> &
  ActionsBy<Paths, Base, 'get'> &
  ActionsBy<Paths, Base, 'put'> &
  ActionsBy<Paths, Base, 'patch'> &
  ActionsBy<Paths, Base, 'delete'>;

/**
 * What the request of an action may say besides its body.
 *
 * @public
 */
export interface ActionOptions<Parameters> extends WriteOptions {
  /** The query parameters that the document has. */
  readonly query?: Parameters | undefined;
}

/** The body that an action takes, then its options. */
export type ActionArguments<Operation> = [...BodyArgument<Operation>, options?: ActionOptions<ParametersOf<Operation>>];
