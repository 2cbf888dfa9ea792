import { Body, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { Ctx, Id, NotFound, RestView, View, type ViewContext } from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import type { HttpAnswer } from '../setup/http.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Club {
  @PrimaryGeneratedColumn() id!: number;
  @Column() tenantId!: number;
}

@Entity()
class Membership {
  @PrimaryGeneratedColumn() id!: number;
  @Column() clubId!: number;
  @Column({ length: 20 }) role!: string;
}

/** Routes of its own below a row: each finds the row first, by whatever of the two ways. */
@View('clubs', { model: Club })
class ClubView extends RestView<Club> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('club.tenantId = :tenant', { tenant: context.caller.tenantId });
  }

  @Get(':id/members')
  async members(@Id() id: number, @Ctx() context: ViewContext) {
    const { id: clubId } = await this.handleGetOne(id, context);
    return (await context.manager.findBy(Membership, { clubId })).map(({ role }) => role);
  }

  @Post(':id/members')
  async join(@Id() id: number, @Body() { role }: { role: string }, @Ctx() context: ViewContext) {
    const entity = await this.getOne(id, context);
    await this.writeAction('join', { entity }, context, async ({ manager }) => {
      await manager.insert(Membership, { clubId: entity.id, role });
    });
    return { role };
  }

  @Patch(':id/members/:member')
  async promote(@Id() id: number, @Id('member') member: number, @Ctx() context: ViewContext) {
    const entity = await this.getOne(id, context);
    await this.writeAction('promote', { entity }, context, async ({ manager }) => {
      const { affected } = await manager.update(Membership, { id: member, clubId: entity.id }, { role: 'chair' });
      if (affected === 0) throw new NotFound('There is no such member.');
    });
    return { role: 'chair' };
  }

  @Delete(':id/members/:member')
  @HttpCode(204)
  async leave(@Id() id: number, @Id('member') member: number, @Ctx() context: ViewContext) {
    const entity = await this.handleGetOne(id, context);
    await this.writeAction('leave', { entity }, context, async ({ manager }) => {
      await manager.delete(Membership, { id: member, clubId: entity.id });
    });
  }
}

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;
  const by = (tenant: number, method: string, path: string, json?: object): Promise<HttpAnswer> =>
    app.request(method, path, { ...(json && { json }), headers: { 'x-tenant': String(tenant) } });
  const roles = async (): Promise<string[]> =>
    (await app.dataSource.manager.find(Membership, { order: { id: 'ASC' } })).map(({ role }) => role);

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Club, Membership], [ClubView], { caller: callerOf });
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    const { manager } = app.dataSource;
    await app.dataSource.synchronize(true);
    await manager.insert(Club, [{ tenantId: 1 }, { tenantId: 2 }]);
    await manager.insert(Membership, [
      { clubId: 1, role: 'member' },
      { clubId: 2, role: 'guest' },
    ]);
  });

  it('routes below a row serve those who see it', async () => {
    expect((await by(2, 'GET', '/clubs/2/members')).json).toEqual(['guest']);
    expect((await by(2, 'POST', '/clubs/2/members', { role: 'friend' })).status).toBe(201);
    expect((await by(2, 'PATCH', '/clubs/2/members/2')).status).toBe(200);
    expect((await by(2, 'DELETE', '/clubs/2/members/2')).status).toBe(204);
    expect(await roles()).toEqual(['member', 'friend']);
  });

  it.each([
    ['GET', '/members', undefined],
    ['POST', '/members', { role: 'thief' }],
    ['PATCH', '/members/2', undefined],
    ['DELETE', '/members/2', undefined],
  ])('%s below a hidden row is the 404 of a missing one, and writes nothing', async (method, path, body) => {
    const hidden = await by(1, method, `/clubs/2${path}`, body);
    const missing = await by(1, method, `/clubs/999${path}`, body);
    expect(hidden.status).toBe(404);
    const wordsOf = ({ json }: HttpAnswer, id: string) =>
      JSON.stringify({ ...(json as object), instance: '' }).replaceAll(id, '?');
    expect(wordsOf(hidden, ' 2')).toBe(wordsOf(missing, ' 999'));
    expect(await roles()).toEqual(['member', 'guest']);
  });

  it('a row of another parent is not reached through one that is seen', async () => {
    expect((await by(1, 'PATCH', '/clubs/1/members/2')).status).toBe(404);
    await by(1, 'DELETE', '/clubs/1/members/2');
    expect(await roles()).toEqual(['member', 'guest']);
  });
});
