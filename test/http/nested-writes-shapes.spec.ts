import { ApiSchema } from '@nestjs/swagger';
import { Expose } from 'class-transformer';
import { ArrayMinSize, IsInt, IsOptional, IsString } from 'class-validator';
import { Field, Nested, ReadOnly, RestView, View, type ViewContext, WriteOnly } from 'nestjs-restview';
import {
  BeforeUpdate,
  Column,
  DeleteDateColumn,
  Entity,
  EventSubscriber,
  type EntitySubscriberInterface,
  type InsertEvent,
  JoinColumn,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { callerOf } from '../fixtures/caller.js';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import type { HttpAnswer } from '../setup/http.js';
import { express } from '../setup/platforms.js';

class Size {
  @Column({ type: 'int', default: 0 }) width!: number;
}

@Entity('box')
class Box {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 40 }) title!: string;
  @OneToMany(() => Part, (part) => part.box) parts!: Relation<Part>[];
  @OneToMany(() => Slot, (slot) => slot.box) slots!: Relation<Slot>[];
  @OneToMany(() => Mark, (mark) => mark.box) marks!: Relation<Mark>[];
  @OneToOne(() => Seal, (seal) => seal.box, { nullable: true })
  @JoinColumn()
  seal!: Relation<Seal> | null;
}

@Entity('box_part')
class Part {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Box, (box) => box.parts, { nullable: false }) box!: Relation<Box>;
  @Column({ length: 40 }) title!: string;
  @Column({ length: 40, default: '', select: false }) secret!: string;
  @Column({ type: 'varchar', length: 20, nullable: true }) heard!: string | null;
  @Column(() => Size) size!: Size;
  @DeleteDateColumn() deletedAt!: Date | null;

  @BeforeUpdate()
  hear() {
    this.heard = `${this.heard ?? ''}u`;
  }
}

/** A key of three columns, two of them its own. */
@Entity('box_slot')
class Slot {
  @PrimaryColumn({ type: 'int' }) boxId!: number;
  @PrimaryColumn({ type: 'int' }) row!: number;
  @PrimaryColumn({ length: 5 }) side!: string;
  @ManyToOne(() => Box, (box) => box.slots) box!: Relation<Box>;
  @Column({ length: 20, default: 'empty' }) holds!: string;
}

/** A key that the client chooses, of its own. */
@Entity('box_mark')
class Mark {
  @PrimaryColumn({ length: 20 }) code!: string;
  @ManyToOne(() => Box, (box) => box.marks, { nullable: false }) box!: Relation<Box>;
  @Column({ type: 'int' }) weight!: number;
  @Column({ type: 'int', default: 1 }) tenantId!: number;
}

@Entity('box_seal')
class Seal {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @OneToOne(() => Box, (box) => box.seal) box!: Relation<Box>;
  @Column({ length: 20 }) text!: string;
  @Column({ type: 'int', default: 1 }) tenantId!: number;
}

@EventSubscriber()
class Ear implements EntitySubscriberInterface<Part> {
  listenTo() {
    return Part;
  }
  beforeInsert({ entity }: InsertEvent<Part>) {
    entity.heard = 'i';
  }
}

class SizeRead {
  @Field() width!: number;
}

class PartRead {
  @Expose({ name: 'part_id' }) @ReadOnly() readonly id!: number;
  @Expose({ name: 'the_title' }) @Field() title!: string;
  @WriteOnly() @IsOptional() @IsString() secret?: string;
  @ReadOnly() readonly heard!: string | null;
  @Nested(() => SizeRead) size!: SizeRead;
}

class SlotRead {
  @Field() row!: number;
  @Field() side!: string;
  @Field() holds!: string;
}

class MarkRead {
  @Field() code!: string;
  @IsInt() weight = 5;
}

@ApiSchema({ name: 'BoxSealRead' })
class SealRead {
  @ReadOnly() readonly id!: string;
  @Field() text!: string;
}

class BoxRead {
  @ReadOnly() readonly id!: number;
  @Field() title!: string;
  @Expose({ name: 'the_parts' })
  @Nested(() => [PartRead], { write: 'replace' })
  @ArrayMinSize(1)
  @IsOptional()
  parts!: PartRead[];
  @Nested(() => [SlotRead], { write: 'replace' }) slots!: SlotRead[];
  @Nested(() => [MarkRead], { write: 'merge' }) marks!: MarkRead[];
  @Nested(() => SealRead, { write: 'merge' }) seal!: SealRead | null;
}

/** Explicit bodies: their own marks rule. */
class BoxPatch {
  @IsOptional() @IsString() title?: string;
  @Nested(() => [PartRead], { write: 'merge' }) parts?: PartRead[];
}

@View('boxes', { model: Box, schema: BoxRead })
class BoxView extends RestView<Box, BoxRead> {}

@View('plain-boxes', { model: Box, schema: BoxRead, schemaUpdate: BoxPatch })
class PlainBoxView extends RestView<Box, BoxRead> {}

const ofTenant = (context: ViewContext) => ({ tenant: context.caller.tenantId ?? 1 });

@View('seals', { model: Seal })
class SealView extends RestView<Seal> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).andWhere('seal.tenantId = :tenant', ofTenant(context));
  }
}

interface Mistake {
  readonly pointer?: string;
  readonly code: string;
}

onEveryDatabase((database) => {
  let app: TestApp;
  const send = (method: string, path: string, json?: unknown, tenant = 1): Promise<HttpAnswer> =>
    app.request(method, path, { headers: { 'x-tenant': String(tenant) }, ...(json !== undefined && { json }) });
  const mistakes = ({ status, json }: HttpAnswer): string[] => {
    expect(status).toBe(422);
    return (json as { errors: Mistake[] }).errors.map(({ pointer, code }) => `${pointer ?? '-'} ${code}`);
  };
  const writes = () => [...app.statements.inserts, ...app.statements.updates, ...app.statements.deletes];

  beforeAll(async () => {
    app = await TestApp.start(database, express, [Box, Part, Slot, Mark, Seal], [BoxView, PlainBoxView, SealView], {
      caller: callerOf,
    });
    app.dataSource.subscribers.push(new Ear());
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.dataSource.synchronize(true);
    await send('POST', '/boxes', {
      title: 'one',
      the_parts: [{ the_title: 'a', size: { width: 3 } }, { the_title: 'b' }],
      slots: [
        { row: 1, side: 'l' },
        { row: 1, side: 'r' },
      ],
      marks: [{ code: 'm' }],
      seal: { text: 's' },
    });
    app.statements.clear();
  });

  it('goes by the names of the wire, exact keys, embeddeds, listeners and subscribers', async () => {
    const answer = await send('PATCH', '/boxes/1', {
      the_parts: [{ part_id: 2, size: { width: 4 }, secret: 'x' }, { the_title: 'c' }],
    });
    expect(answer.json.the_parts).toEqual([
      { part_id: 2, the_title: 'b', heard: 'iu', size: { width: 4 } },
      { part_id: 3, the_title: 'c', heard: 'i', size: { width: 0 } },
    ]);
    expect(JSON.stringify(answer.json)).not.toContain('secret');
    expect(mistakes(await send('PATCH', '/boxes/1', { the_parts: [{ part_id: 99 }, { part_id: 2, id: 2 }] }))).toEqual([
      '/the_parts/1/id unknown_field',
    ]);
    expect(mistakes(await send('PATCH', '/boxes/1', { the_parts: [{ part_id: 99 }] }))).toEqual([
      '/the_parts/0/part_id reference_not_found',
    ]);
    expect(mistakes(await send('PATCH', '/boxes/1', { the_parts: [] }))).toEqual(['/the_parts array_min_size']);
  });

  it('marks rows as removed where the entity has a column for that, and does not find them again', async () => {
    await send('PATCH', '/boxes/1', { the_parts: [{ part_id: 1 }] });
    const stored = await app.dataSource.manager.find(Part, { withDeleted: true, order: { id: 'ASC' } });
    expect(stored.map(({ deletedAt }) => deletedAt !== null)).toEqual([false, true]);
    expect(mistakes(await send('PATCH', '/boxes/1', { the_parts: [{ part_id: 1 }, { part_id: 2 }] }))).toEqual([
      '/the_parts/1/part_id reference_not_found',
    ]);
  });

  it('takes keys of several columns', async () => {
    const answer = await send('PATCH', '/boxes/1', {
      slots: [
        { row: 1, side: 'r', holds: 'x' },
        { row: 2, side: 'l' },
      ],
    });
    expect(answer.json.slots).toEqual([
      { row: 1, side: 'r', holds: 'x' },
      { row: 2, side: 'l', holds: 'empty' },
    ]);
    expect(app.statements.updates).toHaveLength(1);
    expect(
      mistakes(await send('PATCH', '/boxes/1', { slots: [{ row: 1 }, { row: 1, side: 'r' }, { side: 'r', row: 1 }] })),
    ).toEqual(['/slots/0/side required', '/slots/2/side duplicate']);
  });

  it('gives a row that is made what its class gives, and a row that is there nothing', async () => {
    await send('PATCH', '/boxes/1', { marks: [{ code: 'm', weight: 9 }] });
    const answer = await send('PATCH', '/boxes/1', { marks: [{ code: 'm' }, { code: 'n' }] });
    expect(answer.json.marks).toEqual([
      { code: 'm', weight: 9 },
      { code: 'n', weight: 5 },
    ]);
    const { json } = await send('POST', '/boxes', { title: 'two' });
    const stolen = await send('PATCH', `/boxes/${String(json.id)}`, { marks: [{ code: 'm', weight: 0 }] });
    expect(stolen.status).toBe(409);
    expect(stolen.json.errors).toEqual([expect.objectContaining({ pointer: '/marks/0/code' })]);
    expect((await send('GET', '/boxes/1')).json.marks[0]).toEqual({ code: 'm', weight: 9 });
  });

  it('leaves a row that the caller may not see in its place', async () => {
    const before = await app.dataSource.manager.findOneByOrFail(Seal, {});
    const hidden = await send('GET', '/boxes/1', undefined, 2);
    expect(hidden.json.seal).toBeNull();
    app.statements.clear();
    expect((await send('PATCH', '/boxes/1', hidden.json, 2)).status).toBe(200);
    expect(writes()).toEqual([]);
    expect((await send('PATCH', '/boxes/1', { seal: { text: 'mine' } }, 2)).status).toBe(409);
    expect(mistakes(await send('PATCH', '/boxes/1', { seal: { id: before.id, text: 'mine' } }, 2))).toEqual([
      '/seal/id reference_not_found',
    ]);
    expect((await send('GET', '/boxes/1')).json.seal).toEqual({ id: before.id, text: 's' });
  });

  it('knows a uuid however it is written', async () => {
    const { id } = await app.dataSource.manager.findOneByOrFail(Seal, {});
    app.statements.clear();
    expect((await send('PATCH', '/boxes/1', { seal: { id: id.toUpperCase(), text: 's' } })).status).toBe(200);
    expect(writes()).toEqual([]);
  });

  it('obeys explicit bodies', async () => {
    const answer = await send('PATCH', '/plain-boxes/1', { parts: [{ part_id: 1, the_title: 'A' }] });
    expect(answer.json.the_parts).toMatchObject([{ the_title: 'A' }, { the_title: 'b' }]);
    expect(mistakes(await send('PATCH', '/plain-boxes/1', { parts: [{ part_id: 9 }] }))).toEqual([
      '/parts/0/part_id reference_not_found',
    ]);
  });

  it.each<object>([
    { __proto__: null, __proto__x: 1 },
    { part_id: 1, constructor: 1 },
    { part_id: true },
    { part_id: '1 OR 1=1' },
    { part_id: '99999999999999999999999' },
    { part_id: -1 },
    { part_id: { $ne: null } },
  ])('refuses %j', async (item) => {
    expect((await send('PATCH', '/boxes/1', { the_parts: [item] })).status).toBe(422);
    expect(await app.dataSource.manager.count(Part)).toBe(2);
  });
});
