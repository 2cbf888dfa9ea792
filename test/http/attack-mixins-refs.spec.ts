import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Field, Nested, ReadOnly, RestView, View } from 'nestjs-restview';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { databases } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Shelf {
  @PrimaryColumn({ length: 10 }) room!: string;
  @PrimaryColumn({ type: 'int' }) row!: number;
}

@Entity()
class Maker {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 10, unique: true }) code!: string;
}

@Entity()
class Box {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'varchar', length: 10, nullable: true }) shelfRoom!: string | null;
  @Column({ type: 'int', nullable: true }) shelfRow!: number | null;
  @ManyToOne(() => Shelf)
  @JoinColumn([
    { name: 'shelfRoom', referencedColumnName: 'room' },
    { name: 'shelfRow', referencedColumnName: 'row' },
  ])
  shelf!: Relation<Shelf> | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) makerCode!: string | null;
  @ManyToOne(() => Maker)
  @JoinColumn({ name: 'makerCode', referencedColumnName: 'code' })
  maker!: Relation<Maker> | null;
  @Column({ type: 'int', nullable: true }) sellerId!: number | null;
  @ManyToOne(() => Maker) @JoinColumn({ name: 'sellerId' }) seller!: Relation<Maker> | null;
}

class ShelfRead {
  @Field() room!: string;
  @Field() row!: number;
}
class BoxRead {
  @ReadOnly() readonly id!: number;
  @Field() shelfRoom!: string | null;
  @Field() shelfRow!: number | null;
  @Field() makerCode!: string | null;
  @Field() sellerId!: number | null;
  @ReadOnly() @Nested(() => ShelfRead) readonly shelf!: ShelfRead | null;
}

@View('shelves', { model: Shelf, schema: ShelfRead })
class ShelfView extends RestView<Shelf, ShelfRead> {}
@View('makers', { model: Maker })
class MakerView extends RestView<Maker> {}
@View('boxes', { model: Box, schema: BoxRead })
class BoxView extends RestView<Box, BoxRead> {}

it('only a value that a path of the resource has is said to be its key', async () => {
  const [database] = databases;
  const views = [ShelfView, MakerView, BoxView];
  const app = await TestApp.start(database!, express, [Shelf, Maker, Box], views, { relations: true });
  try {
    const { components } = SwaggerModule.createDocument(app.app, new DocumentBuilder().build());
    const box = components?.schemas?.BoxRead as { properties: Record<string, Record<string, unknown>> };
    const refs = Object.entries(box.properties).map(([name, property]) => [name, property['x-resource-ref']]);
    expect(refs.filter(([, ref]) => ref !== undefined)).toEqual([['sellerId', 'makers']]);
    const { json } = await app.request('GET', '/_relations');
    const edges: { field: string; target: { path: string } }[] = json;
    expect(edges.map(({ field, target }) => [field, target.path])).toEqual([
      ['makerCode', 'makers'],
      ['sellerId', 'makers'],
      ['shelf', 'shelves'],
    ]);
  } finally {
    await app.close();
  }
});
