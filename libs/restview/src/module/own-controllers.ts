const controllers = new WeakSet<object>();

/** Says of a controller that it is the library's own: it answers errors as views do. */
export function claimController(controller: object): void {
  controllers.add(controller);
}

/** Whether a controller is one of the library's own that answer as views do. */
export function isOwnController(controller: object): boolean {
  return controllers.has(controller);
}
