import { Referrers, SoftDelete, Stamped, TenantScoped, View, type ViewContext } from 'nestjs-restview';
import { Label, Project, ProjectMember, Sprint } from '../entities/planning.js';
import { stamps, tenant } from '../mixin-options.js';
import { LabelRead, MemberRead, ProjectRead, SprintRead } from '../schemas.js';
import { TrackerView } from '../tracker-view.js';

@View('projects', {
  model: Project,
  schema: ProjectRead,
  searchFields: ['key', 'name', 'description'],
  defaultSort: 'key',
})
export class ProjectView extends Referrers(
  SoftDelete(Stamped(TenantScoped(TrackerView<Project, ProjectRead>, tenant), stamps), {
    includeDeleted: true,
    purge: true,
  }),
) {
  override mayIncludeDeleted({ caller }: ViewContext): boolean {
    return caller.admin === true;
  }
}

/** A member has no organisation of its own: it is seen by who sees the project. */
@View('project-members', { model: ProjectMember, schema: MemberRead })
export class ProjectMemberView extends TrackerView<ProjectMember, MemberRead> {
  override buildQuery(context: ViewContext) {
    return super
      .buildQuery(context)
      .innerJoin('projectMember.project', 'memberOf')
      .andWhere('memberOf.organisationId = :tenant', { tenant: context.caller.tenantId ?? null });
  }
}

@View('sprints', { model: Sprint, schema: SprintRead, lookup: 'slug', searchFields: ['name', 'project.name'] })
export class SprintView extends TenantScoped(TrackerView<Sprint, SprintRead>, tenant) {}

@View('labels', { model: Label, schema: LabelRead, searchFields: ['name'] })
export class LabelView extends Referrers(TenantScoped(TrackerView<Label, LabelRead>, tenant)) {}
