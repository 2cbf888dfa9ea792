import type { Type } from '@nestjs/common';
import type { ViewClass } from '../definition/view-class.js';
import { pluginDocument } from '../schema/document/swagger-metadata.js';

/** A class, the name of a type, or a list of a class. */
type Answer = string | Type | [Type];

/** What the Swagger plugin of the Nest CLI has read in the source of a method. */
export interface PluginMethodDocument {
  readonly operation: {
    readonly summary?: string;
    readonly description?: string;
    readonly deprecated?: boolean;
    readonly tags?: string[];
  };
  /** What the method returns, as `@ApiResponse` takes it. */
  readonly answer: { readonly type?: Answer; readonly isArray?: boolean };
}

/** What the plugin says of a method of a view; nothing without the plugin. */
export function pluginMethodDocument(view: ViewClass, method: string): PluginMethodDocument {
  const { summary, description, deprecated, tags, type, isArray } = pluginDocument(view)[method] ?? {};
  return {
    operation: {
      ...(typeof summary === 'string' && { summary }),
      ...(typeof description === 'string' && { description }),
      ...(typeof deprecated === 'boolean' && { deprecated }),
      ...(Array.isArray(tags) && { tags: tags.filter((tag) => typeof tag === 'string') }),
    },
    answer: { ...(isAnswer(type) && { type }), ...(isArray === true && { isArray }) },
  };
}

function isAnswer(type: unknown): type is Answer {
  return typeof type === 'string' || typeof type === 'function' || Array.isArray(type);
}
