import type { ViewClass } from '../definition/view-class.js';
import { ViewRoute } from '../definition/view-route.js';
import { ViewDefaults } from '../registration/view.decorator.js';
import type { AnyView } from './any-view.js';

/**
 * A view that is read only: of the five routes it has the list and the single row.
 *
 * A class that extends it cannot open the others again. Routes of its own stay, also those that write.
 *
 * @example
 * @View('countries', { model: Country })
 * export class CountryView extends ReadOnlyView(RestView<Country>) {}
 *
 * @public
 */
export function ReadOnlyView<Base extends ViewClass<AnyView>>(base: Base): Base {
  @ViewDefaults({ routes: [ViewRoute.GET_MANY, ViewRoute.GET_ONE] })
  abstract class ReadOnly extends base {}
  return ReadOnly;
}
