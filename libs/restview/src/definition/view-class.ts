/** A class that may become a view. */
export type ViewClass<View extends object = object> = (abstract new (...args: never[]) => View) & {
  readonly name: string;
};
