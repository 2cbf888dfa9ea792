import { Expose } from 'class-transformer';
import { Field, IdRef, Nested, ReadOnly, RestView, View } from 'nestjs-restview';
import { Column, Entity, JoinTable, ManyToMany, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class NamedTag {
  @PrimaryGeneratedColumn({ name: 'tag_id' }) id!: number;
  @Column({ name: 'tag_slug', length: 40, unique: true }) slug!: string;
  @Column({ name: 'tag_title', length: 40 }) title!: string;
}

@Entity()
class NamedNote {
  @PrimaryGeneratedColumn({ name: 'note_id' }) id!: number;
  @ManyToOne(() => NamedTag, { nullable: true }) main!: Relation<NamedTag> | null;
  @ManyToMany(() => NamedTag) @JoinTable() tags!: Relation<NamedTag>[];
}

class NamedTagRead {
  @Expose({ name: 'tag_no' }) @ReadOnly() readonly id!: number;
  @Expose({ name: 'label' }) @Field() title!: string;
}

class NamedNoteRead {
  @ReadOnly() readonly id!: number;
  @Expose({ name: 'main_tag' }) @IdRef(() => NamedTag, { by: 'slug' }) main?: string | null;
  @Expose({ name: 'tag_list' }) @ReadOnly() @Nested(() => [NamedTagRead]) readonly tags!: NamedTagRead[];
}

@View('notes', { model: NamedNote, schema: NamedNoteRead })
class NamedNoteView extends RestView<NamedNote, NamedNoteRead> {}

onEveryDatabase((database) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(database, express, [NamedNote, NamedTag], [NamedNoteView]);
    const { manager } = app.dataSource;
    const tags = manager.create(NamedTag, [
      { slug: 'first', title: 'First' },
      { slug: 'second', title: 'Second' },
    ]);
    await manager.save(tags);
    await manager.save(manager.create(NamedNote, { tags }));
  });
  afterAll(() => app.close());

  it('shows a nested many-to-many by the names of the wire at every level', async () => {
    const { json } = await app.request('GET', '/notes/1');
    expect(json).toEqual({
      id: 1,
      main_tag: null,
      tag_list: [
        { tag_no: 1, label: 'First' },
        { tag_no: 2, label: 'Second' },
      ],
    });
    const { json: page } = await app.request('GET', '/notes?tag_list.label=Second&include_total=false');
    expect(page).toMatchObject({ items: [{ id: 1, tag_list: [{ label: 'First' }, { label: 'Second' }] }] });
  });

  it('takes, shows and filters a reference by a column that the database calls otherwise', async () => {
    const written = await app.request('PATCH', '/notes/1', { json: { main_tag: 'second' } });
    expect(written).toMatchObject({ status: 200, json: { main_tag: 'second' } });
    expect((await app.request('GET', '/notes/1')).json).toMatchObject({ main_tag: 'second' });
    expect((await app.request('GET', '/notes?main_tag=second')).json).toMatchObject({ total: 1 });
    const refused = await app.request('PATCH', '/notes/1', { json: { main_tag: 'third' } });
    expect(refused).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/main_tag', code: 'reference_not_found' }] },
    });
    expect(JSON.stringify(refused.json)).toContain('third');
    expect(JSON.stringify(refused.json)).not.toMatch(/tag_slug|slug/);
  });
});
