import { Post } from '@nestjs/common';
import {
  type Change,
  Ctx,
  Id,
  RestView,
  type RestviewRootOptions,
  type UpdateOf,
  View,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { AuditRow } from '../fixtures/audit-row.entity.js';
import { TestApp } from '../fixtures/test-app.js';
import { type Database, onEveryDatabase } from '../setup/databases.js';
import { express } from '../setup/platforms.js';

@Entity()
class Account {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ default: 0 }) balance!: number;
}

let app: TestApp;
let heard: string[] = [];
let attempts = 0;
let interfere: () => Promise<unknown> = () => Promise.resolve();

/** Lets nobody pass before `count` are there; later ones pass at once. */
function barrier(count: number): () => Promise<void> {
  let waiting = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    waiting += 1;
    if (waiting >= count) open();
    return opened;
  };
}

let meet: () => Promise<void> = () => Promise.resolve();

@View('accounts', { model: Account })
class AccountView extends RestView<Account> {
  override getOne(id: number, context: ViewContext) {
    heard.push(`getOne ${context.action}`);
    return super.getOne(id, context);
  }

  override authorize(action: string) {
    heard.push(`authorize ${action}`);
  }

  override async update(account: Account, { balance = 0 }: UpdateOf<Account>, context: WriteContext) {
    attempts += 1;
    await interfere();
    account.balance += balance;
    return this.saveObject(account, context);
  }

  override async beforeCommit(action: string, _change: Change<Account>, { manager }: WriteContext) {
    heard.push(`before ${action}`);
    await manager.insert(AuditRow, { action, note: null });
  }

  override afterCommit(action: string, { entity }: Change<Account>) {
    heard.push(`after ${action} ${String(entity?.balance ?? '-')}`);
  }

  /** On a row that was loaded before the transaction. */
  @Post(':id/deposit')
  async deposit(@Id() id: number, @Ctx() context: ViewContext) {
    const account = await this.handleGetOne(id, context);
    await this.writeAction('deposit', { entity: account }, context, async ({ manager }) => {
      attempts += 1;
      await manager.count(Account);
      await interfere();
      account.balance += 5;
    });
    return this.toResponse(account);
  }

  /** Locks one row, waits for the other request to lock the other, and then wants that one too. */
  @Post(':id/move')
  async move(@Id() id: number, @Ctx() context: ViewContext) {
    await this.writeAction('move', { entity: null }, context, async ({ manager }) => {
      attempts += 1;
      await manager.increment(Account, { id }, 'balance', 1);
      await meet();
      await manager.increment(Account, { id: 3 - id }, 'balance', 1);
    });
  }

  /** The same, with the second step in a write of its own whose failure it does not mind. */
  @Post(':id/careless')
  async careless(@Id() id: number, @Ctx() context: ViewContext) {
    await this.writeAction('careless', { entity: null }, context, async (write) => {
      attempts += 1;
      await write.manager.increment(Account, { id }, 'balance', 1);
      await meet();
      const inner = this.writeAction('inner', { entity: null }, write, ({ manager }) =>
        manager.increment(Account, { id: 3 - id }, 'balance', 1),
      );
      await inner.catch(() => undefined);
      await write.manager.insert(AuditRow, { action: 'went on', note: null }).catch(() => undefined);
    });
  }

  /** Reads both rows and writes one by what it read: wrong if another does the same at once. */
  @Post(':id/average')
  async average(@Id() id: number, @Ctx() context: ViewContext) {
    await this.writeAction('average', { entity: null }, context, async ({ manager }) => {
      attempts += 1;
      const balances = (await manager.find(Account)).map(({ balance }) => balance);
      await meet();
      await manager.update(Account, id, { balance: Math.max(...balances) + 1 });
    });
  }
}

async function start(database: Database, isolationLevel: string, options: RestviewRootOptions = {}): Promise<void> {
  const isolated: Database = {
    ...database,
    dataSourceOptions: async (entities) =>
      Object.assign(await database.dataSourceOptions(entities), { isolationLevel }),
  };
  app = await TestApp.start(isolated, express, [Account, AuditRow], [AccountView], options);
  await app.dataSource.manager.insert(Account, [{}, {}]);
  heard = [];
  attempts = 0;
  interfere = meet = () => Promise.resolve();
}

const balances = async () =>
  (await app.dataSource.manager.find(Account, { order: { id: 'ASC' } })).map((one) => one.balance);
const audited = () => app.dataSource.manager.countBy(AuditRow, {});
const post = (path: string) => app.request('POST', path);
/** Another session's change, committed at once. */
const anotherAdds = (amount: number) => app.dataSource.manager.increment(Account, { id: 1 }, 'balance', amount);
const once = (work: () => Promise<unknown>) => () => (attempts === 1 ? work() : Promise.resolve());

onEveryDatabase((database) => {
  if (database.name !== 'postgres') return;

  describe('a serialization failure', () => {
    afterEach(() => app.close());

    it('runs the whole bracket again, from its load', async () => {
      await start(database, 'REPEATABLE READ');
      interfere = once(() => anotherAdds(100));
      const answer = await app.request('PATCH', '/accounts/1', { json: { balance: 5 } });
      expect(answer).toMatchObject({ status: 200, json: { balance: 105 } });
      expect(await balances()).toEqual([105, 0]);
      expect(attempts).toBe(2);
      const attempt = ['getOne update', 'authorize update'];
      expect(heard).toEqual([...attempt, ...attempt, 'before update', 'after update 105']);
      expect(await audited()).toBe(1);
    });

    it('takes the row anew that an action was given', async () => {
      await start(database, 'REPEATABLE READ');
      interfere = once(() => anotherAdds(100));
      expect((await post('/accounts/1/deposit')).json).toMatchObject({ balance: 105 });
      expect(await balances()).toEqual([105, 0]);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(['after deposit 105']);
    });

    it('is 503 with Retry-After when it does not end, and nothing is stored', async () => {
      await start(database, 'REPEATABLE READ', { writeAttempts: 3 });
      interfere = () => anotherAdds(100);
      const answer = await app.request('PATCH', '/accounts/1', { json: { balance: 5 } });
      expect(answer).toMatchObject({ status: 503, json: { code: 'busy' } });
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.body).not.toMatch(/serializ|concurrent|account/i);
      expect(attempts).toBe(3);
      expect(await balances()).toEqual([300, 0]);
      expect(await audited()).toBe(0);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual([]);
    });

    it('is not retried where one attempt is all there is', async () => {
      await start(database, 'REPEATABLE READ', { writeAttempts: 1 });
      interfere = () => anotherAdds(100);
      expect((await app.request('PATCH', '/accounts/1', { json: { balance: 5 } })).status).toBe(503);
      expect(attempts).toBe(1);
    });

    it('that shows only at the COMMIT counts too', async () => {
      await start(database, 'SERIALIZABLE');
      meet = barrier(2);
      const answers = await Promise.all([post('/accounts/1/average'), post('/accounts/2/average')]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect((await balances()).sort()).toEqual([1, 2]);
      expect(attempts).toBeGreaterThan(2);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(['after average -', 'after average -']);
    });
  });
});

onEveryDatabase((database) => {
  if (database.name === 'sqlite') return;

  describe('a deadlock', () => {
    beforeEach(() => start(database, 'READ COMMITTED'));
    afterEach(() => app.close());

    it('runs the one that lost again, and both succeed', async () => {
      meet = barrier(2);
      const answers = await Promise.all([post('/accounts/1/move'), post('/accounts/2/move')]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect(await balances()).toEqual([2, 2]);
      expect(attempts).toBe(3);
      expect(heard.filter((line) => line.startsWith('after'))).toEqual(['after move -', 'after move -']);
      expect(await audited()).toBe(2);
    });

    it('in a write within a write loses the whole, also when its failure is caught', async () => {
      meet = barrier(2);
      const answers = await Promise.all([post('/accounts/1/careless'), post('/accounts/2/careless')]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect(await balances()).toEqual([2, 2]);
      expect(attempts).toBe(3);
      expect(await app.dataSource.manager.countBy(AuditRow, { action: 'went on' })).toBe(2);
      expect(await app.dataSource.manager.countBy(AuditRow, { action: 'careless' })).toBe(2);
    });

    it('leaves connections that work', async () => {
      for (let round = 0; round < 2; round += 1) {
        meet = barrier(2);
        await Promise.all([post('/accounts/1/careless'), post('/accounts/2/careless')]);
      }
      meet = () => Promise.resolve();
      for (let round = 0; round < 8; round += 1) expect((await post('/accounts/1/move')).status).toBe(201);
      expect(await balances()).toEqual([12, 12]);
    });
  });
});
