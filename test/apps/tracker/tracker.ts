import { SoftDeletedReference } from 'nestjs-restview';
import { callerOf } from '../../fixtures/caller.js';
import { TestApp } from '../../fixtures/test-app.js';
import type { Database } from '../../setup/databases.js';
import type { Platform } from '../../setup/platforms.js';
import { Organisation, User } from './entities/people.js';
import { Label, Project, ProjectMember, Sprint } from './entities/planning.js';
import { Activity, Attachment, ChecklistItem, Comment, Task } from './entities/work.js';
import { OrganisationView, UserView } from './views/people.js';
import { LabelView, ProjectMemberView, ProjectView, SprintView } from './views/planning.js';
import { ActivityView, AttachmentView, ChecklistItemView, CommentView, TaskView } from './views/work.js';

export const trackerEntities = [
  Organisation,
  User,
  Project,
  ProjectMember,
  Sprint,
  Label,
  Task,
  ChecklistItem,
  Comment,
  Attachment,
  Activity,
  SoftDeletedReference,
];

export const trackerViews = [
  OrganisationView,
  UserView,
  ProjectView,
  ProjectMemberView,
  SprintView,
  LabelView,
  TaskView,
  ChecklistItemView,
  CommentView,
  AttachmentView,
  ActivityView,
];

/** A multi-tenant project tracker: an application with everything that views can do. */
export function startTracker(database: Database, platform: Platform): Promise<TestApp> {
  return TestApp.start(database, platform, trackerEntities, trackerViews, { caller: callerOf, relations: true });
}
