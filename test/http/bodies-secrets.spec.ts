import { IsString, MinLength } from 'class-validator';
import {
  Field,
  Nested,
  ReadOnly,
  RestView,
  View,
  WriteOnly,
  type ViewContext,
  type WriteContext,
} from 'nestjs-restview';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { TestApp } from '../fixtures/test-app.js';
import { onEveryDatabaseAndPlatform } from '../setup/platforms.js';

@Entity()
class Holder {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 80 }) note!: string;
  @Column({ length: 80, select: false }) taxNumber!: string;
}

class Place {
  @Column({ type: 'varchar', length: 80, nullable: true }) street!: string | null;
  @Column({ type: 'varchar', length: 80, nullable: true }) doorCode!: string | null;
}

@Entity()
class Account {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 80 }) name!: string;
  @Column({ length: 80, select: false, default: '' }) pin!: string;
  @Column({ length: 80, select: false, default: 'SECRET-hash' }) passwordHash!: string;
  @Column({ length: 80, default: 'SECRET-internal' }) internal!: string;
  @Column({ type: 'int', nullable: true }) holderId!: number | null;
  @ManyToOne(() => Holder) @JoinColumn({ name: 'holderId' }) holder!: Relation<Holder> | null;
  @Column(() => Place) place!: Place;
  @Column({ type: 'simple-json', nullable: true }) settings!: { theme: string; key: string } | null;
}

class HolderRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @WriteOnly() note!: string;
}

class PlaceRead {
  @Field() street!: string | null;
  @WriteOnly() doorCode!: string | null;
}

class SettingsRead {
  @IsString() theme!: string;
  @WriteOnly() @IsString() key!: string;
}

class AccountRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
  @WriteOnly() @IsString() @MinLength(4) password!: string;
  @WriteOnly() @IsString() pin!: string;
  @Field() holderId!: number | null;
  @ReadOnly() @Nested(() => HolderRead) readonly holder!: HolderRead | null;
  @Nested(() => PlaceRead) place!: PlaceRead;
  @Field() @Nested(() => SettingsRead) settings!: SettingsRead | null;
}

@View('accounts', { model: Account, schema: AccountRead })
class AccountView extends RestView<Account, AccountRead> {}

const everything = { password: 'SECRET-extra', token: 'SECRET-extra', holders: [{ taxNumber: 'SECRET-extra' }] };

/** Every verb answers with all that there is, and more. */
@View('careless', { model: Account, schema: AccountRead })
class CarelessView extends RestView<Account, AccountRead> {
  override buildQuery(context: ViewContext) {
    return super.buildQuery(context).addSelect(['account.pin', 'account.passwordHash']);
  }

  override async getMany(...[query, context]: Parameters<RestView<Account, AccountRead>['getMany']>) {
    const listing = await super.getMany(query, context);
    for (const account of listing.items) await this.reveal(account, context);
    return listing;
  }

  override async getOne(id: number, context: ViewContext): Promise<Account> {
    return this.reveal(await super.getOne(id, context), context);
  }

  override async create(...[data, context]: Parameters<RestView<Account, AccountRead>['create']>): Promise<Account> {
    const account = await super.create(data, context);
    return Object.assign(await this.reveal(account, context), { ...data });
  }

  override async update(
    account: Account,
    data: Parameters<RestView<Account, AccountRead>['update']>[1],
    context: WriteContext,
  ): Promise<Account> {
    await super.update(account, data, context);
    return this.reveal(account, context);
  }

  private async reveal(account: Account, context: ViewContext): Promise<Account> {
    account.holder &&= await context.manager.findOneOrFail(Holder, {
      where: { id: account.holder.id },
      select: { id: true, name: true, note: true, taxNumber: true },
    });
    return Object.assign(account, everything);
  }
}

const body = {
  name: 'Savings',
  password: 'SECRET-password',
  pin: 'SECRET-pin',
  holderId: 1,
  place: { street: 'Main', doorCode: 'SECRET-door' },
  settings: { theme: 'dark', key: 'SECRET-key' },
};

onEveryDatabaseAndPlatform((database, platform) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start(database, platform, [Account, Holder], [AccountView, CarelessView]);
    await app.dataSource.manager.insert(Holder, { name: 'Ada', note: 'SECRET-note', taxNumber: 'SECRET-tax' });
  });
  afterAll(() => app.close());

  describe.each(['accounts', 'careless'])('/%s', (path) => {
    it('accepts and stores write-only values, and never answers one, at any depth', async () => {
      const created = await app.request('POST', `/${path}`, { json: body });
      expect(created.status).toBe(201);
      const { id } = created.json;
      expect(created.json).toEqual({
        id,
        name: 'Savings',
        holderId: 1,
        holder: { id: 1, name: 'Ada' },
        place: { street: 'Main' },
        settings: { theme: 'dark' },
      });
      const stored = await app.dataSource.manager
        .createQueryBuilder(Account, 'account')
        .addSelect('account.pin')
        .whereInIds(id)
        .getOneOrFail();
      expect(stored).toMatchObject({
        pin: 'SECRET-pin',
        place: { doorCode: 'SECRET-door' },
        settings: { key: 'SECRET-key' },
      });

      const one = await app.request('GET', `/${path}/${id}`);
      expect(one.body).toBe(created.body);
      const listed = await app.request('GET', `/${path}?page_size=1000`);
      expect(listed.json.items).toContainEqual(created.json);
      const changed = await app.request('PATCH', `/${path}/${id}`, {
        json: { pin: 'SECRET-other', place: { doorCode: 'SECRET-new' } },
      });
      expect([changed.status, changed.body]).toEqual([200, created.body]);
      for (const { body: text } of [created, one, listed, changed]) expect(text).not.toContain('SECRET');
    });

    it('does not tell a secret back in an error', async () => {
      const refused = await app.request('POST', `/${path}`, {
        json: {
          ...body,
          password: 'SEC',
          pin: { SECRET: 1 },
          place: { doorCode: 'SECRET-'.repeat(100) },
          holderId: 'SECRET',
        },
      });
      expect(refused.status).toBe(422);
      expect(refused.body).not.toContain('SEC');
      expect(refused.json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
        expect.arrayContaining(['/password', '/pin', '/place/doorCode', '/holderId']),
      );
    });

    it('takes no write-only or hidden column in a query', async () => {
      for (const query of [
        'pin=x',
        'password=x',
        'passwordHash=x',
        'internal=x',
        'holder.taxNumber=x',
        'settings.key=x',
      ]) {
        const answer = await app.request('GET', `/${path}?${query}`);
        expect([query, answer.status, answer.json.errors?.[0].code]).toEqual([query, 422, 'unknown_parameter']);
      }
    });
  });
});
