import { createClient, isProblem } from 'nestjs-restview/client';
// Made from the document of the catalogue by openapi-typescript: npm run client:types
import type { paths } from './coffee-api.js';

/** What a program does with the catalogue, through its typed client; each line tells what came of a request. */
export async function tour(baseUrl: string, say: (line: string) => void): Promise<void> {
  const { coffees, roasters } = createClient<paths>({ baseUrl, headers: { 'x-staff': 'yes' } });

  // A list: `{ prize: … }` or `{ price: { atLeast: … } }` would not compile.
  const { items, total } = await coffees.list({
    filter: { price: { gte: '15' }, roast: ['light', 'medium'], 'roaster.city': { startswith: 'P' } },
    sort: ['-price', 'name'],
    fields: ['name', 'price', 'roaster.city'],
    page_size: 3,
  });
  say(`${total ?? 0} coffees of Porto from 15.00, such as:`);
  for (const { name, price, roaster } of items) say(`  ${name}, ${price}, ${roaster.city}`);

  // All pages, one after the other.
  const origins = new Set<string>();
  for await (const { origin } of coffees.all({ page_size: 100, fields: ['origin'] })) origins.add(origin);
  say(`All coffees come from ${[...origins].sort().join(', ')}.`);

  // A row, from its first day to its last.
  const roaster = await roasters.create({ name: `Quay, Dock & Sons ${Date.now()}`, city: 'Ghent' });
  const blend = { name: 'Harbour Blend', origin: 'Peru', price: '12.50', roasterId: roaster.id };
  const coffee = await coffees.create(blend);
  say(`${coffee.name} is coffee ${coffee.id}, by ${coffee.roaster.name}.`);
  const { price } = await coffees.update(coffee.id, { price: '13.00' });
  say(`It costs ${price} now.`);

  // A problem is an error with a code.
  try {
    await coffees.create(blend);
  } catch (error) {
    if (!isProblem(error, 'unique_violation')) throw error;
    say(`A second one of that name: ${error.status} ${error.code}.`);
  }

  const { retiredAt } = await coffees.action(coffee.id, 'retire');
  say(`It was retired at ${retiredAt ?? 'no time'}.`);
  await coffees.delete(coffee.id);
  await roasters.delete(roaster.id);
  const gone = await coffees.get(coffee.id).catch((error: unknown) => isProblem(error, 'not_found'));
  say(gone === true ? 'It is gone.' : 'It is still there.');
}
