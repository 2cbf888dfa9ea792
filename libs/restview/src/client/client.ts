import type { Resource } from './resource.js';
import type { PathInput, PathNames, PlainName } from './resource-paths.js';

type ParametersAt<Paths, Path> = Path extends `${string}{${string}` ? [parameters: PathInput<Paths, Path>] : [];

/**
 * The resources of a document, by the names of their paths.
 *
 * A name is the path behind the prefix, as it stands: `/users` is `client.users`, `/order-lines` is
 * `client['order-lines']`. A path that has parameters is opened by {@link OpenResource.at}.
 *
 * @public
 */
export type Client<Paths, Prefix extends string = ''> = {
  readonly [Path in keyof Paths & string as PlainName<Path, Prefix>]: Resource<Paths, Path>;
} & OpenResource<Paths, Prefix>;

/**
 * Opens resources by name.
 *
 * @public
 */
export interface OpenResource<Paths, Prefix extends string> {
  /**
   * The resource of a path, with the parameters that stand in it: `client.at('orgs/{orgId}/users', { orgId: 7 })`.
   *
   * @throws UsageError for a parameter that is missing or that no path can have.
   */
  at<const Name extends PathNames<Paths, Prefix>>(
    name: Name,
    ...parameters: ParametersAt<Paths, `${Prefix}/${Name}`>
  ): Resource<Paths, `${Prefix}/${Name}`>;
}
