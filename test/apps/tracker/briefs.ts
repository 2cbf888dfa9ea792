import { Field, Nested, ReadOnly } from 'nestjs-restview';

/** Schemas by which other resources show a row. */
export class UserBrief {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

export class OrganisationBrief {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

export class PersonBrief extends UserBrief {
  @Nested(() => OrganisationBrief) readonly organisation!: OrganisationBrief;
}

export class ProjectBrief {
  @ReadOnly() readonly id!: number;
  @Field() key!: string;
  @Field() name!: string;
  @Nested(() => PersonBrief, { include: 'optional' }) readonly lead?: PersonBrief | null;
}

export class TaskBrief {
  @ReadOnly() readonly id!: number;
  @Field() number!: string;
  @Field() title!: string;
  @Field() status!: string;
}

/** A task with its project and the project's lead: three levels. */
export class PlacedTaskBrief extends TaskBrief {
  @Nested(() => ProjectBrief) readonly project!: ProjectBrief;
}
