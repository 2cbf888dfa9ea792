/** Whether the body of an answer says that it is JSON: `application/json`, or a type that ends with `+json`. */
export function isJson({ headers }: Response): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(headers.get('content-type') ?? '');
}
