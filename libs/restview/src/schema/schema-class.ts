/**
 * A class that describes the shape of a response or a request body.
 *
 * @public
 */
export type SchemaClass<Schema extends object = object> = new (...args: never[]) => Schema;
