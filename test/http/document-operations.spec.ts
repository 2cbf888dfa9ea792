import {
  Body,
  type CanActivate,
  Get,
  type INestApplication,
  Module,
  Post,
  type Type,
  UseGuards,
  VersioningType,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import {
  ApiBearerAuth,
  ApiOperation,
  ApiProperty,
  ApiSchema,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { IsInt, IsString } from 'class-validator';
import {
  CollectionAction,
  ConfigurationError,
  createDocument,
  Ctx,
  Field,
  Id,
  InstanceAction,
  type Key,
  Nested,
  ReadOnly,
  Referrers,
  RestView,
  RestviewModule,
  View,
  type ViewClass,
  type ViewContext,
  ViewDefaults,
  ViewRoute,
} from 'nestjs-restview';
import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases, onEveryDatabase } from '../setup/databases.js';
import { type AppOptions, express } from '../setup/platforms.js';

@Entity()
class Person {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 20 }) name!: string;
  @Column() age!: number;
  @ManyToOne(() => Person, { nullable: true }) boss!: Relation<Person> | null;
}

class Open implements CanActivate {
  canActivate() {
    return true;
  }
}

@View('people', { model: Person, names: { one: 'person', many: 'people' } })
class PersonView extends RestView<Person> {
  @Post(':id/promote')
  promote(@Id() id: number) {
    return { id };
  }
}

const [sqlite] = databases;
const about = new DocumentBuilder().setTitle('People').build();
type Method = 'get' | 'post' | 'patch' | 'delete';

describe('the operations of a document', () => {
  const apps: TestApp[] = [];

  const start = async (
    views: readonly ViewClass[],
    options: AppOptions = {},
    metadata: Parameters<typeof TestApp.start>[5] = {},
  ): Promise<INestApplication> => {
    const app = await TestApp.start(sqlite!, express, [Person], views as readonly Type[], {}, metadata, options);
    apps.push(app);
    return app.app;
  };
  const plain = (app: INestApplication): OpenAPIObject => SwaggerModule.createDocument(app, about);
  const idsOf = ({ paths }: OpenAPIObject): Record<string, string | undefined> =>
    Object.fromEntries(
      Object.entries(paths).flatMap(([path, item]) =>
        (['get', 'post', 'patch', 'delete'] as const).flatMap((method: Method) =>
          item[method] ? [[`${method} ${path}`, item[method].operationId]] : [],
        ),
      ),
    );
  const mistakesOf = async (views: readonly ViewClass[], entities: readonly Type[] = [Person]): Promise<string> => {
    try {
      await (await TestApp.start(sqlite!, express, entities as Type[], views as readonly Type[])).close();
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
      throw error;
    }
    return '';
  };

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  describe('have ids', () => {
    it('by what the view calls its rows, with summaries', async () => {
      const document = plain(await start([PersonView]));
      expect(idsOf(document)).toEqual({
        'get /people': 'listPeople',
        'post /people': 'createPerson',
        'get /people/{id}': 'getPerson',
        'patch /people/{id}': 'updatePerson',
        'delete /people/{id}': 'deletePerson',
        'post /people/{id}/promote': 'promotePerson',
      });
      expect(document.paths['/people']?.get?.summary).toBe('List people');
      expect(document.paths['/people/{id}/promote']?.post?.summary).toBe('Promote person');
    });

    it('by class and path where it says nothing', async () => {
      @View('api/v1/orgs/:orgId/team-members', { model: Person })
      class TeamMemberView extends Referrers(RestView<Person>) {
        @Post('import')
        import() {
          return {};
        }
      }
      @View('admin/users', { model: Person, routes: [ViewRoute.GET_MANY] })
      class AdminUserController extends RestView<Person> {}
      @View('health')
      class HealthView {
        @Get()
        check() {
          return {};
        }
      }
      const ids = Object.values(idsOf(plain(await start([TeamMemberView, AdminUserController, HealthView]))));
      expect(ids).toEqual(
        [
          ...['listOrgTeamMembers', 'createTeamMember', 'getTeamMember', 'updateTeamMember', 'deleteTeamMember'],
          ...['importOrgTeamMembers', 'getTeamMemberReferrers', 'listAdminUsers', 'checkHealth'],
        ].sort((one, other) => ids.indexOf(one) - ids.indexOf(other)),
      );
      expect(ids).toHaveLength(9);
    });

    it('as @ApiOperation says, and keep the rest', async () => {
      class SaidView extends RestView<Person> {
        @ApiOperation({ operationId: 'meet' })
        override getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
          return super.getOneEndpoint(id, context);
        }
      }
      View('said', { model: Person, names: { one: 'person' } })(SaidView);
      const operation = plain(await start([SaidView])).paths['/said/{id}']?.get;
      expect(operation).toMatchObject({ operationId: 'meet', summary: 'Get person' });
    });

    it('that no two views of an application share', async () => {
      const twin = () => {
        @View('twins', { model: Person })
        class PersonView extends RestView<Person> {}
        return PersonView;
      };
      const message = await mistakesOf([PersonView, twin()]);
      expect(message).toContain(
        'has the operation id "getPerson" in the document, which PersonView.getOneEndpoint has',
      );
      expect(message).toContain("names: { one: '…', many: '…' }");
    });

    it('of each version, and of each path', async () => {
      @View({ path: 'people', version: '2' }, { model: Person })
      class PersonV2View extends RestView<Person> {}
      @View({ path: 'people', version: ['1', '3'] }, { model: Person })
      class OldPersonView extends RestView<Person> {}
      @View(['workers', 'staff'], { model: Person, routes: [ViewRoute.GET_ONE] })
      class WorkerView extends RestView<Person> {}
      const app = await start([PersonV2View, OldPersonView, WorkerView], {
        configure: (made) => {
          made.setGlobalPrefix('api');
          made.enableVersioning({ type: VersioningType.URI });
        },
      });
      const document = createDocument(app, about);
      expect(idsOf(document)).toMatchObject({
        'get /api/v2/people': 'listPeopleV2',
        'get /api/v2/people/{id}': 'getPersonV2',
        'get /api/v1/people': 'listPeopleV1',
        'get /api/v3/people': 'listPeopleV3',
        'patch /api/v3/people/{id}': 'updateOldPersonV3',
        'get /api/workers/{id}': 'getWorker',
        'get /api/staff/{id}': 'getWorker2',
      });
      expect(resourceAt(document, '/api/v3/people')).toMatchObject({
        path: '/api/v3/people',
        itemPath: '/api/v3/people/{id}',
        operations: { list: 'listPeopleV3', delete: 'deleteOldPersonV3' },
      });
      // What decorators can tell is one id for a method; where it has several, Swagger's own stay.
      expect(idsOf(plain(app))).toMatchObject({
        'get /api/v2/people': 'listPeopleV2',
        'get /api/v1/people': 'OldPersonView_getManyEndpoint_v1',
        'get /api/v3/people': 'OldPersonView_getManyEndpoint_v3',
      });
    });

    it('of one operation where the version is a header', async () => {
      @View({ path: 'people', version: ['1', '2'] }, { model: Person })
      class PeopleView extends RestView<Person> {}
      const app = await start([PeopleView], {
        configure: (made) => {
          made.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' });
        },
      });
      expect(idsOf(plain(app))['get /people']).toBe('listPeople');
      expect(idsOf(createDocument(app, about))['get /people']).toBe('listPeople');
    });

    it("of the application's factory, if it gives one", async () => {
      const app = await start([PersonView]);
      const document = createDocument(app, about, { operationIdFactory: (view, method) => `${view}:${method}` });
      expect(idsOf(document)['get /people']).toBe('PersonView:getManyEndpoint');
      expect(resourceAt(document, '/people')).toMatchObject({ operations: { list: 'PersonView:getManyEndpoint' } });
    });
  });

  describe('know the application', () => {
    @View('guarded', { model: Person })
    class GuardedView extends RestView<Person> {}
    // Above the view, as decorators of a class may stand.
    UseGuards(Open)(GuardedView);
    const statusesOf = (document: OpenAPIObject, path: string): string[] =>
      Object.keys(document.paths[path]?.get?.responses ?? {});

    it('and guards that stand above the decorator of the view', async () => {
      const document = plain(await start([GuardedView, PersonView]));
      expect(statusesOf(document, '/guarded')).toEqual(['200', '401', '403', '422', '503']);
      expect(statusesOf(document, '/people')).toEqual(['200', '422', '503']);
    });

    it('and guards of the whole application, also on routes that a developer wrote', async () => {
      const provided = await start([PersonView], {}, { providers: [{ provide: APP_GUARD, useClass: Open }] });
      expect(statusesOf(plain(provided), '/people')).toEqual(['200', '401', '403', '422', '503']);
      expect(Object.keys(plain(provided).paths['/people/{id}/promote']?.post?.responses ?? {})).toEqual([
        ...['201', '401', '403', '404', '422'],
      ]);
      const used = await start([PersonView], {
        configure: (app) => {
          app.useGlobalGuards(new Open());
        },
      });
      expect(statusesOf(plain(used), '/people')).toContain('401');
    });

    it('and not that of another one which has the same view', async () => {
      const first = await start([PersonView], {}, { providers: [{ provide: APP_GUARD, useClass: Open }] });
      const second = await start([PersonView], {
        configure: (app) => {
          app.setGlobalPrefix('other');
        },
      });
      expect(statusesOf(createDocument(first, about), '/people')).toContain('401');
      expect(resourceAt(createDocument(first, about), '/people')).toMatchObject({ path: '/people' });
      expect(statusesOf(createDocument(second, about), '/other/people')).not.toContain('401');
      expect(resourceAt(createDocument(second, about), '/other/people')).toMatchObject({ path: '/other/people' });
    });

    it('in Nest’s preview mode too, which makes no providers', async () => {
      @Module({
        imports: [RestviewModule.forRoot()],
        controllers: [PersonView],
        providers: [{ provide: APP_GUARD, useClass: Open }],
      })
      class AppModule {}
      const app = await NestFactory.create(AppModule, { preview: true, logger: false });
      const document = createDocument(app, about);
      expect(idsOf(document)['get /people']).toBe('listPeople');
      expect(resourceAt(document, '/people')).toMatchObject({ path: '/people' });
    });

    it('in one document for some modules, and another one for others', async () => {
      @View('cats', { model: Person })
      class CatView extends RestView<Person> {}
      @Module({ imports: [RestviewModule.forFeature([CatView])], controllers: [] })
      class CatModule {}
      @Module({ controllers: [GuardedView] })
      class GuardModule {}
      const app = await start([PersonView], {}, { imports: [CatModule, GuardModule] });
      expect(Object.keys(createDocument(app, about, { include: [GuardModule] }).paths)).toEqual([
        ...['/guarded', '/guarded/{id}'],
      ]);
      const cats = createDocument(app, about, { include: [CatModule], deepScanRoutes: true });
      expect(Object.keys(cats.paths)).toEqual(['/cats', '/cats/{id}']);
      expect(Object.keys(cats.components?.schemas ?? {})).not.toContain('GuardedRead');
    });
  });

  describe('say how a caller is known', () => {
    const securityOf = (document: OpenAPIObject, path: string) => document.paths[path]?.get?.security;
    const secured = new DocumentBuilder().addBearerAuth().build();

    @ViewDefaults({ security: 'bearer' })
    abstract class SecureView extends RestView<Person> {}

    it('by the option, which views inherit, or by the decorators', async () => {
      @View('options', { model: Person })
      class OptionView extends SecureView {}
      @View('scopes', { model: Person, security: [{ oauth: ['people:read'] }, 'key'] })
      class ScopeView extends SecureView {}
      @View('classes', { model: Person })
      @ApiBearerAuth('session')
      class ClassView extends SecureView {
        @ApiBearerAuth('admin')
        override getOneEndpoint(id: Key, context: ViewContext): Promise<unknown> {
          return super.getOneEndpoint(id, context);
        }
      }
      const document = plain(await start([OptionView, ScopeView, ClassView, PersonView]));
      expect(securityOf(document, '/options')).toEqual([{ bearer: [] }]);
      expect(securityOf(document, '/scopes')).toEqual([{ oauth: ['people:read'] }, { key: [] }]);
      expect(securityOf(document, '/classes')).toEqual([{ session: [] }]);
      expect(securityOf(document, '/classes/{id}')).toEqual([{ session: [] }, { admin: [] }]);
      expect(securityOf(document, '/people')).toBeUndefined();
    });

    it('by the only scheme of the document, where a guard stands on the view', async () => {
      @View('guards', { model: Person })
      @UseGuards(Open)
      class GuardView extends RestView<Person> {}
      const app = await start([GuardView, PersonView]);
      expect(securityOf(createDocument(app, secured), '/guards')).toEqual([{ bearer: [] }]);
      expect(securityOf(createDocument(app, secured), '/people')).toBeUndefined();
      const two = new DocumentBuilder().addBearerAuth().addBasicAuth().build();
      expect(securityOf(createDocument(app, two), '/guards')).toBeUndefined();
    });
  });

  describe('have components', () => {
    it('whose names no two classes share that differ', async () => {
      class PersonRead {
        @ReadOnly() readonly id!: number;
        @Field() name!: string;
      }
      class GroupRead {
        @ReadOnly() readonly id!: number;
        @Nested(() => PersonRead) readonly boss!: PersonRead | null;
      }
      @View('groups', { model: Person, schema: GroupRead })
      class GroupView extends RestView<Person, GroupRead> {}
      const message = await mistakesOf([PersonView, GroupView]);
      expect(message).toContain(
        'PersonView and GroupView: bring two classes into the document that are both called "PersonRead"',
      );
      expect(message).toContain("@ApiSchema({ name: '…' })");
      ApiSchema({ name: 'Boss' })(PersonRead);
    });

    it('whose names no bodies of actions share', async () => {
      const hiring = () => {
        class DecideInput {
          @IsString() reason!: string;
        }
        @View('hirings', { model: Person, names: { one: 'hiring', many: 'hirings' } })
        class HiringView extends RestView<Person> {
          @InstanceAction('decide', { body: DecideInput })
          decide(_person: Person, _data: DecideInput): void {
            return undefined;
          }
        }
        return HiringView;
      };
      const holiday = () => {
        class DecideInput {
          @IsInt() days!: number;
        }
        @View('holidays', { model: Person, names: { one: 'holiday', many: 'holidays' } })
        class HolidayView extends RestView<Person> {
          @InstanceAction('decide', { body: DecideInput })
          decide(_person: Person, _data: DecideInput): void {
            return undefined;
          }
        }
        return HolidayView;
      };
      expect(await mistakesOf([hiring(), holiday()])).toContain(
        'HiringView and HolidayView: bring two classes into the document that are both called "DecideInput"',
      );
      await start([hiring()]);
    });

    it('that are not both rows and a body', async () => {
      class MemberRead {
        @ReadOnly() readonly id!: number;
        @Field() name!: string;
      }
      class MergeInput {
        @Nested(() => [MemberRead]) members!: MemberRead[];
      }
      @View('members', { model: Person, schema: MemberRead })
      class MemberView extends RestView<Person, MemberRead> {
        @CollectionAction('merge', { body: MergeInput })
        merge(_data: MergeInput): void {
          return undefined;
        }
      }
      expect(await mistakesOf([MemberView])).toContain(
        'MemberView.merge: takes a MemberRead in its body, by which MemberView shows rows.',
      );
    });

    it('that are named as @ApiSchema says', async () => {
      @ApiSchema({ name: 'Boss' })
      class PersonRead {
        @ReadOnly() readonly id!: number;
        @Field() name!: string;
      }
      class GroupRead {
        @ReadOnly() readonly id!: number;
        @Nested(() => PersonRead) readonly boss!: PersonRead | null;
      }
      @View('groups', { model: Person, schema: GroupRead })
      class GroupView extends RestView<Person, GroupRead> {}
      const names = Object.keys(plain(await start([PersonView, GroupView])).components?.schemas ?? {});
      expect(names).toEqual(expect.arrayContaining(['Boss', 'PersonRead', 'GroupRead']));
    });

    it('for problems, with every code that there is', async () => {
      @View('paid', { model: Person, problemCodes: ['payment_required_soon'] })
      class PaidView extends RestView<Person> {}
      const { components } = plain(await start([PaidView]));
      const problem = components?.schemas?.['ProblemDetails'] as { properties: Record<string, { enum?: string[] }> };
      const codes = problem.properties['code']?.enum ?? [];
      expect(codes).toEqual(
        expect.arrayContaining(['unique_violation', 'not_found', 'unauthorized', 'payment_required_soon']),
      );
      expect(new Set(codes).size).toBe(codes.length);
    });
  });

  it('tell a program what there is to a resource', async () => {
    class Promotion {
      @ApiProperty() @IsString() title!: string;
    }
    @View('people', {
      model: Person,
      names: { one: 'person', many: 'people' },
      searchFields: ['name'],
      maxPageSize: 80,
    })
    class StaffView extends RestView<Person> {
      @Post(':id/promote')
      promote(@Id() id: number, @Body() _promotion: Promotion, @Ctx() _context: ViewContext) {
        return { id };
      }
      @Get('statistics')
      statistics() {
        return {};
      }
    }
    const app = await start([StaffView], {
      configure: (made) => {
        made.setGlobalPrefix('api');
      },
    });
    const listing = plain(app).paths['/api/people']?.get as unknown as Record<string, unknown>;
    expect(listing['x-restview-resource']).toMatchObject({
      name: 'people',
      label: { one: 'person', many: 'people' },
      path: '/api/people',
      itemPath: '/api/people/{id}',
      key: [{ parameter: 'id', field: 'id', type: 'integer' }],
      titleField: 'name',
      operations: {
        list: 'listPeople',
        create: 'createPerson',
        get: 'getPerson',
        update: 'updatePerson',
        delete: 'deletePerson',
      },
      page: { kinds: ['page', 'cursor'], defaultSize: 50, maxSize: 80, envelope: true },
    });
    const { fields } = listing['x-restview-resource'] as { readonly fields: readonly { readonly name: string }[] };
    expect(fields.find(({ name }) => name === 'name')).toMatchObject({
      type: 'string',
      access: 'read-write',
      nullable: false,
      sortable: true,
      searchable: true,
      filters: { eq: 'name', icontains: 'name__icontains' },
    });
    expect(listing['x-restview-actions']).toEqual([
      {
        name: 'promote',
        label: 'Promote',
        method: 'post',
        path: '/api/people/{id}/promote',
        on: 'row',
        operationId: 'promotePerson',
        body: { $ref: '#/components/schemas/Promotion' },
      },
    ]);
    expect(JSON.stringify(createDocument(app, about).paths['/api/people']?.get)).toBe(JSON.stringify(listing));
  });

  it('hold the field by which people know a row to what the schema shows', async () => {
    @View('people', { model: Person, titleField: 'nmae' })
    class WrongView extends RestView<Person> {}
    expect(await mistakesOf([WrongView])).toContain('WrongView: "titleField": names "nmae"');
  });
});

function resourceAt(document: OpenAPIObject, path: string): unknown {
  return Reflect.get(document.paths[path]?.get ?? {}, 'x-restview-resource');
}

onEveryDatabase((database) => {
  it('has the bounds of the database', async () => {
    const app = await TestApp.start(database, express, [Person], [PersonView]);
    try {
      const { paths, components } = createDocument(app.app, about);
      const maximum = database.name === 'sqlite' ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1;
      const age = paths['/people']?.get?.parameters?.find((one) => 'name' in one && one.name === 'age__gte');
      expect(age).toMatchObject({ schema: { type: 'integer', maximum } });
      for (const name of ['PersonRead', 'PersonCreate', 'PersonUpdate']) {
        expect(components?.schemas?.[name]).toMatchObject({ properties: { age: { type: 'integer', maximum } } });
      }
      expect(paths['/people/{id}']?.get?.parameters).toMatchObject([{ name: 'id', schema: { maximum } }]);
    } finally {
      await app.close();
    }
  });
});
