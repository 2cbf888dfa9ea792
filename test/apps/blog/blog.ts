import { callerOf } from '../../fixtures/caller.js';
import { TestApp } from '../../fixtures/test-app.js';
import type { Database } from '../../setup/databases.js';
import type { Platform } from '../../setup/platforms.js';
import { Author, Category, Country, Post, Profile, Remark, Tag, Translation } from './entities.js';
import { AuthorView, CategoryView, CountryView, PostView, RemarkView, TagView, TranslationView } from './views.js';

export const blogEntities = [Country, Author, Profile, Category, Tag, Post, Remark, Translation];

export const blogViews = [CountryView, AuthorView, CategoryView, TagView, PostView, TranslationView, RemarkView];

/** A blog whose drafts only their authors see. */
export function startBlog(database: Database, platform: Platform): Promise<TestApp> {
  return TestApp.start(database, platform, blogEntities, blogViews, { caller: callerOf, relations: true });
}
