import { IsNotEmpty } from 'class-validator';
import {
  Action,
  Field,
  Forbidden,
  InstanceAction,
  MustExist,
  Nested,
  ReadOnly,
  RestView,
  View,
  WriteOnly,
} from 'nestjs-restview';
import type { Subject, ViewContext } from 'nestjs-restview';
import { Coffee, type Roast, Roaster } from './entities.js';

export class RoasterRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @Field() city!: string;
}

export class CoffeeRead {
  @ReadOnly() readonly id!: number;
  @Field() @IsNotEmpty() name!: string;
  @Field() origin!: string;
  @Field() roast!: Roast;
  @Field() notes!: string[];
  @Field() price!: string;
  @WriteOnly() @Field({ description: 'What the green beans cost: taken, stored, never shown.' }) cost!: string | null;
  @MustExist() roasterId!: number;
  @ReadOnly() @Nested(() => RoasterRead) readonly roaster!: RoasterRead;
  @ReadOnly() readonly retiredAt!: Date | null;
  @ReadOnly() readonly createdAt!: Date;
}

@View('roasters', { model: Roaster, schema: RoasterRead, searchFields: ['name', 'city'], defaultSort: 'name' })
export class RoasterView extends RestView<Roaster, RoasterRead> {
  // Policy: what the caller may do.
  override authorize(action: string, _subject: Subject<Roaster, RoasterRead>, context: ViewContext) {
    const reads = action === Action.GET_MANY || action === Action.GET_ONE;
    if (!reads && !context.caller.isStaff) throw new Forbidden('Only staff change roasters.');
  }
}

@View('coffees', {
  model: Coffee,
  schema: CoffeeRead,
  searchFields: ['name', 'origin', 'roaster.name'],
  defaultSort: 'name,roaster.name',
})
export class CoffeeView extends RestView<Coffee, CoffeeRead> {
  // Scope: which rows there are for the caller, in lists, totals, reads and writes alike.
  override buildQuery(context: ViewContext) {
    const coffees = super.buildQuery(context);
    return context.caller.isStaff ? coffees : coffees.andWhere('coffee.retiredAt IS NULL');
  }

  // An action of our own: in a transaction, with the scope, policy, hooks and errors of every other write.
  @InstanceAction('retire')
  retire(coffee: Coffee) {
    coffee.retiredAt = new Date();
  }
}
