import type { ViewClass } from '../definition/view-class.js';
import { RestView } from '../view/rest-view.js';

/** Whether a view replaces a seam of `RestView`. */
export function overrides(view: ViewClass, method: keyof RestView<object>): boolean {
  return Reflect.get(view.prototype, method) !== RestView.prototype[method];
}
