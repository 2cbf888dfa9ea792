/** The operation of a method at a path; `never` where the document has none. */
export type OperationAt<Paths, Path, Method extends string> = Path extends keyof Paths
  ? Paths[Path] extends { readonly [M in Method]: infer Operation }
    ? Operation
    : never
  : never;

/** The methods that a document may have at a path. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Every operation at a path. */
export type OperationsAt<Paths, Path> = { [M in Method]: OperationAt<Paths, Path, M> }[Method];

/** The query parameters of an operation, as the document names them. */
export type ParametersOf<Operation> = Operation extends { readonly parameters: { readonly query?: infer Query } }
  ? [NonNullable<Query>] extends [never]
    ? object
    : NonNullable<Query>
  : object;

/** The path parameters of an operation. */
export type PathParametersOf<Operation> = Operation extends { readonly parameters: { readonly path: infer Path } }
  ? Path
  : never;

type Content<Media> = Media extends { readonly 'application/json': infer Json } ? Json : Media[keyof Media];

/** The argument that carries the body of an operation, as required as the document says; `undefined` where it takes none. */
export type BodyArgument<Operation> = Operation extends { readonly requestBody: { readonly content: infer Media } }
  ? [body: Content<Media>]
  : Operation extends { readonly requestBody?: { readonly content: infer Media } }
    ? [body?: Content<Media>]
    : [body?: undefined];

type Success = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207;

/**
 * What an operation answers with when it succeeds: `undefined` for an answer without content, `unknown` where the
 * document does not say.
 */
export type AnswerOf<Operation> = Operation extends { readonly responses: infer Responses }
  ? [keyof Responses & Success] extends [never]
    ? unknown
    : { [Status in keyof Responses & Success]: AnswerAt<Responses[Status], Status> }[keyof Responses & Success]
  : unknown;

type AnswerAt<Response, Status> = Response extends { readonly content: infer Media }
  ? Content<Media>
  : Status extends 204 | 205
    ? undefined
    : unknown;
