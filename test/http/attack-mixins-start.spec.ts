import { ConfigurationError, RestView, SoftDelete, View, type ViewContext, type ViewDefinition } from 'nestjs-restview';
import { DeleteDateColumn, Entity, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, databases, onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Barn {
  @PrimaryGeneratedColumn() id!: number;
  @DeleteDateColumn() deletedAt!: Date | null;
}
/** Goes with its barn, and has no delete date. */
@Entity()
class Reading {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Barn, { nullable: false, onDelete: 'CASCADE' }) barn!: Relation<Barn>;
}

@View('barns', { model: Barn })
class BarnView extends SoftDelete(RestView<Barn>, { purge: true }) {}

@View('readings', { model: Reading })
class ReadingView extends RestView<Reading> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).innerJoin('reading.barn', 'barn');
  }
}

/** Knows that readings stay. */
@View('knowing-barns', { model: Barn })
class KnowingBarnView extends BarnView {
  override checkDefinition(definition: ViewDefinition) {
    return super.checkDefinition(definition).filter(({ subject }) => subject !== 'Reading.barn');
  }
}

it('rows that would stay where a view shows them stop the start, which says what to do', async () => {
  const [database] = databases as [Database];
  const start = TestApp.start(database, express, [Barn, Reading], [BarnView, ReadingView]);
  const error: unknown = await start.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as ConfigurationError).message).toBe(
    'Reading.barn: has onDelete: "CASCADE", and Barn is soft-deleted; Reading has no delete date, so its rows would stay, and ReadingView would show them. Add a @DeleteDateColumn() to Reading, or use "RESTRICT" or "SET NULL".',
  );
});

onEveryDatabase((database) => {
  it('a view that knows it starts; the rows are hidden with their parent, come back with it and go with it', async () => {
    const app = await TestApp.start(database, express, [Barn, Reading], [KnowingBarnView, ReadingView]);
    try {
      const { manager } = app.dataSource;
      await manager.insert(Barn, {});
      await manager.insert(Reading, { barn: { id: 1 } });
      const status = async (method: string, path: string) => (await app.request(method, path)).status;
      expect(await status('DELETE', '/knowing-barns/1')).toBe(204);
      expect([await status('GET', '/readings/1'), await manager.count(Reading)]).toEqual([404, 1]);
      expect(await status('POST', '/knowing-barns/1/restore')).toBe(200);
      expect(await status('GET', '/readings/1')).toBe(200);
      await status('DELETE', '/knowing-barns/1');
      expect(await status('DELETE', '/knowing-barns/1/permanently')).toBe(204);
      expect(await manager.count(Reading)).toBe(0);
    } finally {
      await app.close();
    }
  });
});
