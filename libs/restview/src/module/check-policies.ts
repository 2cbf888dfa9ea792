import type { ApplicationConfig } from '@nestjs/core';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { hasGuard } from '../registration/nest-metadata.js';
import { overrides } from '../registration/overrides.js';
import type { DiscoveredView } from './discovered-view.js';

/** The views that anybody may do anything with: no guard, no scope, no policy. */
export function openViews(views: readonly DiscoveredView[], config: ApplicationConfig): readonly DiscoveredView[] {
  if (config.getGlobalGuards().length + config.getGlobalRequestGuards().length > 0) return [];
  return views.filter(({ definition, view }) => {
    const isPoliced = hasGuard(view) || overrides(view, 'buildQuery') || overrides(view, 'authorize');
    return definition.resource && !isPoliced && !definition.routes.every(({ method }) => isGuarded(view, method));
  });
}

/** What `requirePolicy` says of such a view. */
export function openViewMistake({ definition }: DiscoveredView): ConfigurationMistake {
  return {
    subject: definition.name,
    problem: 'has neither a guard nor a scope nor a policy, so anybody may do anything with it.',
    remedy: 'Add @UseGuards(…), or override buildQuery or authorize.',
  };
}

function isGuarded({ prototype }: DiscoveredView['view'], method: string): boolean {
  const handler: unknown = Reflect.get(prototype, method);
  return typeof handler === 'function' && hasGuard(handler);
}
